import { describe, expect, it } from "vitest";
import { nameFindings } from "../../../src/check/account/names";
import type { Deployed } from "../../../src/check/options";
import { configOf } from "../../config/samples";
import { withAws } from "../aws-double";

const caller = { arn: "arn:aws:iam::123456789012:user/a", accountId: "123456789012", partition: "aws" };

describe("a name that already exists", () => {
  const found = (deployed: Deployed, config = configOf()) =>
    withAws(
      { DescribeLogGroups: () => ({ body: { logGroups: [{ logGroupName: "/aws/eks/glrunner/cluster" }] } }) },
      async (aws) => {
        const findings = await nameFindings({ config, aws, caller, deployed });
        return findings.find(({ id }) => id === "account.name.log-group./aws/eks/glrunner/cluster");
      },
    );

  it("belongs to the cluster if the state holds it, and otherwise to another owner", async () => {
    expect(await found(true)).toMatchObject({ level: "ok" });
    const other = await found(false);
    expect(other).toMatchObject({ level: "error" });
    expect(other?.fix).toContain("glrunner sweep");
  });

  it("keeps the name of an adopted cluster", async () => {
    const adopted = await found(false, configOf({ versions: { set: "tutorial" } }));
    expect(adopted?.fix).toContain("set state");
    expect(adopted?.fix).not.toContain("another name");
    expect((await found(false))?.fix).toContain("another name");
  });

  it("is not an error if the state could not be read", async () => {
    const unsure = await found(undefined);
    expect(unsure).toMatchObject({ level: "unknown" });
    expect(unsure?.fix).not.toContain("sweep");
  });
});
