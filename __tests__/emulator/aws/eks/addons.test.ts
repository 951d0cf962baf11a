import { beforeEach, describe, expect, it } from "vitest";
import { createCluster, eksCaller, roleArn, type EksCaller } from "./caller";

describe("an emulated add-on", () => {
  let eks: EksCaller;
  const path = "/clusters/demo/addons/coredns";
  const create = (more: object = {}) =>
    eks.call("POST", "/clusters/demo/addons", { addonName: "coredns", ...more });

  beforeEach(async () => {
    eks = eksCaller(10);
    await createCluster(eks);
    eks.pass(10);
  });

  it("is created, described with the requested settings, and deleted", async () => {
    const configurationValues = '{"replicaCount":2}';
    await create({ configurationValues, serviceAccountRoleArn: roleArn, resolveConflicts: "OVERWRITE" });
    expect(await eks.call("GET", path)).toMatchObject({
      addon: { status: "CREATING", configurationValues, serviceAccountRoleArn: roleArn, clusterName: "demo" },
    });
    eks.pass(10);
    expect(await eks.call("GET", path)).toHaveProperty("addon.status", "ACTIVE");
    expect(await eks.call("GET", "/clusters/demo/addons")).toEqual({ addons: ["coredns"] });
    expect(await eks.call("DELETE", `${path}?preserve=true`)).toHaveProperty("addon.status", "DELETING");
    eks.pass(10);
    expect(await eks.call("GET", path)).toBe(
      "ResourceNotFoundException 404: No addon: coredns found in cluster: demo",
    );
  });

  it("returns nothing that was not requested", async () => {
    await create();
    const addon = await eks.call("GET", path);
    expect(addon).not.toHaveProperty("addon.configurationValues");
    expect(addon).not.toHaveProperty("addon.serviceAccountRoleArn");
  });

  it("keeps settings that an update leaves out, and removes those that it sets to an empty text", async () => {
    await create({ configurationValues: "{}", serviceAccountRoleArn: roleArn });
    await eks.call("POST", `${path}/update`, { resolveConflicts: "NONE" });
    expect(await eks.call("GET", path)).toHaveProperty("addon.configurationValues", "{}");
    const update = {
      addonVersion: "v1.11.1-eksbuild.9",
      configurationValues: "",
      resolveConflicts: "PRESERVE",
    };
    expect(await eks.call("POST", `${path}/update`, update)).toMatchObject({
      update: { type: "AddonUpdate", status: "InProgress" },
    });
    const addon = await eks.call("GET", path);
    expect(addon).toMatchObject({
      addon: { addonVersion: "v1.11.1-eksbuild.9", serviceAccountRoleArn: roleArn },
    });
    expect(addon).not.toHaveProperty("addon.configurationValues");
  });

  it("is refused if it exists, has an invalid version or invalid values, or its cluster is not ACTIVE", async () => {
    const invalid = "InvalidParameterException 400: ";
    expect(await create({ addonVersion: "1.11" })).toContain(
      `${invalid}Addon version specified is not supported`,
    );
    expect(await create({ configurationValues: "{" })).toContain(`${invalid}ConfigurationValue provided`);
    await create();
    expect(await create()).toBe("ResourceInUseException 409: Addon already exists.");
    await createCluster(eks, { name: "young" });
    expect(await eks.call("POST", "/clusters/young/addons", { addonName: "coredns" })).toBe(
      "InvalidRequestException 400: Cluster 'young' is not in ACTIVE status",
    );
  });
});
