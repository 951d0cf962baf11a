import { beforeEach, describe, expect, it } from "vitest";
import { createCluster, eksCaller, roleArn, type EksCaller } from "./caller";

describe("an emulated node group", () => {
  let eks: EksCaller;
  const path = "/clusters/demo/node-groups/group";
  const create = (more: object = {}) =>
    eks.call("POST", "/clusters/demo/node-groups", {
      ...{ nodegroupName: "group", nodeRole: roleArn, subnets: ["subnet-1"] },
      ...more,
    });

  beforeEach(async () => {
    eks = eksCaller();
    await createCluster(eks);
  });

  it("returns no remote access that was not requested", async () => {
    await create({ scalingConfig: { minSize: 0, maxSize: 3, desiredSize: 0 } });
    const group = await eks.call("GET", path);
    expect(group).toMatchObject({
      nodegroup: { scalingConfig: { minSize: 0, maxSize: 3, desiredSize: 0 }, version: "1.33", diskSize: 20 },
    });
    expect(group).not.toHaveProperty("nodegroup.remoteAccess");
    expect(group).not.toHaveProperty("nodegroup.resources.remoteAccessSecurityGroup");
  });

  it("does not repeat settings of its launch template, and reports its version as a number", async () => {
    await create({ launchTemplate: { id: "lt-1", version: "$Latest" } });
    const group = await eks.call("GET", path);
    expect(group).toHaveProperty("nodegroup.launchTemplate", { id: "lt-1", name: "template", version: "7" });
    for (const key of ["diskSize", "instanceTypes"]) expect(group).not.toHaveProperty(`nodegroup.${key}`);
    const update = { launchTemplate: { id: "lt-1", version: "8" }, version: "1.34" };
    await eks.call("POST", `${path}/update-version`, update);
    expect(await eks.call("GET", path)).toMatchObject({
      nodegroup: { launchTemplate: { version: "8" }, version: "1.34" },
    });
  });

  it("is refused if it sets a disk size and has a launch template", async () => {
    const launchTemplate = { id: "lt-1", version: "1" };
    expect(await create({ launchTemplate, diskSize: 50 })).toContain("Disk size must be specified within");
    expect(await create({ launchTemplate, remoteAccess: {} })).toContain(
      "Remote access configuration cannot",
    );
  });

  it("adds, replaces and removes labels and taints by key", async () => {
    const taint = (key: string, value: string) => ({ key, value, effect: "NO_SCHEDULE" });
    await create({ labels: { a: "1", b: "2" }, taints: [taint("x", "1"), taint("y", "1")] });
    await eks.call("POST", `${path}/update-config`, {
      labels: { addOrUpdateLabels: { b: "3" }, removeLabels: ["a"] },
      taints: { addOrUpdateTaints: [taint("x", "2")], removeTaints: [taint("y", "1")] },
    });
    const group = await eks.call("GET", path);
    expect(group).toHaveProperty("nodegroup.labels", { b: "3" });
    expect(group).toHaveProperty("nodegroup.taints", [taint("x", "2")]);
  });
});
