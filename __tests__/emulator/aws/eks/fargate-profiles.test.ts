import { beforeEach, describe, expect, it } from "vitest";
import { createCluster, eksCaller, roleArn, type EksCaller } from "./caller";

describe("emulated Fargate profiles", () => {
  let eks: EksCaller;
  const create = (name: string, more: object = {}) =>
    eks.call("POST", "/clusters/demo/fargate-profiles", {
      ...{ fargateProfileName: name, podExecutionRoleArn: roleArn, subnets: ["subnet-2"] },
      selectors: [{ namespace: "default" }],
      ...more,
    });
  const remove = (name: string) => eks.call("DELETE", `/clusters/demo/fargate-profiles/${name}`);

  beforeEach(async () => {
    eks = eksCaller(60);
    await createCluster(eks);
    eks.pass(60);
  });

  it("are created one at a time", async () => {
    await create("one");
    expect(await create("two")).toBe(
      "ResourceInUseException 409: Cannot create Fargate Profile two because cluster demo currently has Fargate profile one in status CREATING",
    );
    eks.pass(60);
    expect(await create("two")).toMatchObject({
      fargateProfile: { status: "CREATING", subnets: ["subnet-2"], selectors: [{ namespace: "default" }] },
    });
  });

  it("are deleted one at a time, and none is created during a deletion", async () => {
    for (const name of ["one", "two"]) {
      await create(name);
      eks.pass(60);
    }
    expect(await remove("one")).toHaveProperty("fargateProfile.status", "DELETING");
    const busy = "because cluster demo currently has Fargate profile one in status DELETING";
    expect(await remove("two")).toBe(`ResourceInUseException 409: Cannot Delete Fargate Profile two ${busy}`);
    expect(await create("three")).toContain(busy);
    eks.pass(60);
    expect(await eks.call("GET", "/clusters/demo/fargate-profiles")).toEqual({
      fargateProfileNames: ["two"],
    });
    expect(await remove("two")).toHaveProperty("fargateProfile.status", "DELETING");
  });

  it("of two clusters do not wait for each other", async () => {
    await createCluster(eks, { name: "other" });
    eks.pass(60);
    await create("one");
    const asked = {
      fargateProfileName: "one",
      podExecutionRoleArn: roleArn,
      selectors: [{ namespace: "n" }],
    };
    expect(await eks.call("POST", "/clusters/other/fargate-profiles", asked)).toMatchObject({
      fargateProfile: { subnets: ["subnet-1"] },
    });
  });

  it.each([
    ["no selector", [], "requires at least one selector"],
    ["six selectors", Array.from({ length: 6 }, () => ({ namespace: "n" })), "at most 5 selectors"],
    ["no namespace", [{ labels: {} }], "at least one namespace value"],
    [
      "six labels",
      [{ namespace: "n", labels: { a: "", b: "", c: "", d: "", e: "", f: "" } }],
      "more than 5 Label pairs",
    ],
  ])("with %s are refused", async (_, selectors, message) => {
    expect(await create("one", { selectors })).toContain(message);
  });
});
