/**
 * The minimal AWS permissions that a deploy of a configuration needs, as IAM policies: each small enough to be a managed
 * policy, all of them together what deploy, plan, check, resume, sweep and destroy call, and no more than that.
 */
import type { Config } from "../../config";
import { clusterStatements } from "./cluster";
import type { PolicyDocument, Statement } from "./document";
import { identityStatements } from "./identity";
import { networkStatements } from "./network";
import { surroundingStatements } from "./surroundings";

export type { PolicyDocument } from "./document";

export type PolicyName = "network" | "cluster" | "identity" | "surroundings";
export type DeployerPolicies = Readonly<Record<PolicyName, PolicyDocument>>;

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
