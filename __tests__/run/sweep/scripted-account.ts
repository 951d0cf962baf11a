/** An account that answers what a test scripts, with the clients and the cluster of a sweep. */
import { afterEach, beforeEach } from "vitest";
import { closeClients, sweepClients, type SweepClients } from "../../../src/run/sweep/clients";
import type { LeftoverResource, SweptCluster } from "../../../src/run/sweep/leftover-resource";
import { isMet } from "../../../src/run/sweep/ownership-rules";
import type { SweepKind } from "../../../src/run/sweep/kinds/kind";
import { ec2Answer, queryAnswer, type XmlContent } from "../../support/aws-xml";
import { scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

/** The owner tag of cluster `ci`, and that of another cluster. */
export const own = { "glrunner/cluster": "ci" };
export const others = { "glrunner/cluster": "ci-eu" };

/** The suffix that Terraform generates. */
export const suffix = "20261124140955010000000001";

/** A new account for each test of the calling file; it refuses what is not scripted. */
export function useScriptedAccount() {
  let aws: ScriptedAws;
  let clients: SweepClients;
  let cluster: SweptCluster;
  beforeEach(async () => {
    aws = await scriptedAws();
    const credentials = { accessKeyId: "loopback", secretAccessKey: "none" };
    const access = { region: "us-west-2", endpoint: aws.url, credentials };
    clients = sweepClients(access, "us-west-2");
    cluster = { name: "ci", region: "us-west-2", access };
  });
  afterEach(async () => {
    closeClients(clients);
    await aws.stop();
  });
  return {
    aws: () => aws,
    clients: () => clients,
    cluster: () => cluster,
    find: (kind: SweepKind, id?: string) => kind.find(clients, cluster, id),
    remove: (kind: SweepKind, id: string) => kind.remove(clients, id),
    /** Whether a rule of the kind proves that the cluster owns the resource. */
    isOwned: (kind: SweepKind, resource: LeftoverResource, more: Partial<SweptCluster> = {}) =>
      kind
        .ownershipRules({ ...cluster, ...more })
        .some((rule) => rule.every((condition) => isMet(condition, resource))),
    /** Answers of EC2, of the query services, and of the JSON services. */
    ec2: (operation: string, content: XmlContent = {}) => {
      aws.answers.set(operation, ec2Answer(operation, content));
    },
    query: (operation: string, content: XmlContent = {}) => {
      aws.answers.set(operation, queryAnswer(operation, content));
    },
    json: (target: string, body: object = {}) => {
      aws.answers.set(target, JSON.stringify(body));
    },
  };
}
