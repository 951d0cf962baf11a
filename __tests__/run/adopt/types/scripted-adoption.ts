/** Adoption of one resource from an AWS that answers what a test scripts. */
import { afterEach, beforeEach } from "vitest";
import { awsClients } from "../../../../src/run/adopt/aws-clients";
import type { Ownership } from "../../../../src/run/adopt/ownership";
import { adoptTable } from "../../../../src/run/adopt/types";
import { scriptedAws, type ScriptedAws } from "../../../support/scripted-aws";

/** The owner tag of cluster `ci`, and that of another cluster. */
export const own = { "glrunner/cluster": "ci" };
export const others = { "glrunner/cluster": "ci-eu" };

/** The suffix that Terraform generates. */
export const suffix = "20261124140955010000000001";

/** A new AWS for each test of the calling file; it refuses what is not scripted. */
export function useScriptedAdoption() {
  let aws: ScriptedAws;
  beforeEach(async () => {
    aws = await scriptedAws();
  });
  afterEach(() => aws.stop());
  return {
    aws: () => aws,
    /** Looks for a resource that the plan of cluster `ci` would create. @param recorded ids that the state has */
    find: async (
      type: string,
      values: Readonly<Record<string, unknown>>,
      recorded: readonly string[] = [],
    ): Promise<Ownership> => {
      const row = adoptTable.get(type);
      if (row?.how !== "find") throw new Error(`${type} is not searched for`);
      const credentials = { accessKeyId: "loopback", secretAccessKey: "none" };
      return row.find({
        ...{ candidate: { address: `${type}.this`, type, values }, cluster: "ci" },
        recorded: new Set(recorded.map((id) => `${type} ${id}`)),
        aws: awsClients({ region: "us-west-2", endpoint: aws.url, credentials }),
      });
    },
  };
}
