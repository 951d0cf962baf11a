/**
 * The minimal AWS permissions for a configuration, as IAM policies. Each is small enough for a managed policy. Together
 * they allow the calls of deploy, plan, check, resume, sweep and destroy, and nothing else.
 */
import type { Config } from "../../config";
import { clusterStatements } from "./cluster";
import type { PolicyDocument, Statement } from "./document";
import { identityStatements } from "./identity";
import { networkStatements } from "./network";
import { surroundingStatements } from "./surroundings";

export type { PolicyDocument } from "./document";

/** Each name is a policy of its own, because one policy could not hold all statements. */
export type PolicyName = "network" | "cluster" | "identity" | "surroundings";
/** All policies to attach to the deployer's role. */
export type DeployerPolicies = Readonly<Record<PolicyName, PolicyDocument>>;

/** The policies for one configuration. The account's id in them is a placeholder. */
export function deployerPolicies(config: Config): DeployerPolicies {
  return {
    network: documentOf(networkStatements(config)),
    cluster: documentOf(clusterStatements(config)),
    identity: documentOf(identityStatements(config)),
    surroundings: documentOf(surroundingStatements(config)),
  };
}

function documentOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
