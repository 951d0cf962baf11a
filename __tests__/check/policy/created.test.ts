import { describe, expect, it } from "vitest";
import { deployerPolicies } from "../../../src/check/policy";
import { policyLimits } from "../../../src/check/policy/actions";
import { configOf } from "../../support/synth";

const token = { name: "fargate", token: "env:TF_VAR_token" };
const small = configOf({ name: "ci", region: "eu-central-1", runners: [token] });
const statementsWith = (config: typeof small, action: string) =>
  Object.values(deployerPolicies(config))
    .flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => Action.includes(action));

describe("the rights for what a configuration asks for", () => {
  it("makes VPC endpoints only where the configuration has some, and changes its own", () => {
    const network = { nat: "none", endpoints: "auto" };
    const config = configOf({ ...{ name: "ci", region: "eu-central-1" }, network, runners: [token] });
    expect(statementsWith(small, "ec2:CreateVpcEndpoint")).toEqual([]);
    expect(statementsWith(config, "ec2:CreateVpcEndpoint")).toHaveLength(1);
    const [change] = statementsWith(config, "ec2:DeleteVpcEndpoints");
    expect(change?.Condition).toEqual({ StringEquals: { "aws:ResourceTag/glrunner/cluster": "ci" } });
    for (const policy of Object.values(deployerPolicies(config))) {
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(policyLimits.characters);
    }
  });

  it("reaches a cache bucket that glrunner creates, and its objects only to delete them", () => {
    const withCache = (cache: object) =>
      configOf({ ...{ name: "ci", region: "eu-central-1" }, runners: [{ ...token, cache }] });
    const resources = (cache: object, action: string) =>
      statementsWith(withCache(cache), action).map(({ Resource }) => Resource);
    const created = { bucket: "ci-cache", create: true, deleteObjects: true };
    expect(resources(created, "s3:CreateBucket")).toEqual([["arn:aws:s3:::ci-cache"]]);
    expect(resources(created, "s3:DeleteObjectVersion")).toEqual([["arn:aws:s3:::ci-cache/*"]]);
    expect(resources({ ...created, deleteObjects: false }, "s3:DeleteObject")).toEqual([]);
    expect(resources({ bucket: "ci-cache" }, "s3:CreateBucket")).toEqual([]);
  });
});
