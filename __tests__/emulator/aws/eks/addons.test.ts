import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
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

  it("comes, is described as it was asked for, and goes", async () => {
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

  it("tells nothing that nobody asked for", async () => {
    await create();
    const addon = await eks.call("GET", path);
    expect(addon).not.toHaveProperty("addon.configurationValues");
    expect(addon).not.toHaveProperty("addon.serviceAccountRoleArn");
  });

  it("keeps what an update does not name, and loses what it empties", async () => {
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

  it("is refused: twice, of no version, with broken values, without a cluster that is ready", async () => {
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

const offerSchema = z.object({
  addons: z.array(
    z.object({
      addonName: z.string(),
      addonVersions: z.array(
        z.object({
          addonVersion: z.string(),
          compatibilities: z.array(z.object({ clusterVersion: z.string(), defaultVersion: z.boolean() })),
        }),
      ),
    }),
  ),
});

describe("the add-on versions on offer", () => {
  it.each(["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver", "whatever"])(
    "of %s are compatible with the cluster, one of them is the default, and it is what a cluster gets",
    async (name) => {
      const eks = eksCaller();
      await createCluster(eks);
      const versions = `/addons/supported-versions?addonName=${name}&kubernetesVersion=1.33`;
      const { addons } = offerSchema.parse(await eks.call("GET", versions));
      expect(addons.map(({ addonName }) => addonName)).toEqual([name]);
      const offered = addons.flatMap(({ addonVersions }) => addonVersions);
      const compatible = offered.flatMap(({ compatibilities }) => compatibilities);
      expect(compatible.map(({ clusterVersion }) => clusterVersion)).toEqual(offered.map(() => "1.33"));
      const defaults = offered.filter(({ compatibilities: [only] }) => only?.defaultVersion);
      expect(defaults).toHaveLength(1);
      const created = await eks.call("POST", "/clusters/demo/addons", { addonName: name });
      expect(created).toHaveProperty("addon.addonVersion", defaults[0]?.addonVersion);
    },
  );

  it("follow Kubernetes for kube-proxy, and name every version when none is asked for", async () => {
    const eks = eksCaller();
    const only = await eks.call(
      "GET",
      "/addons/supported-versions?addonName=kube-proxy&kubernetesVersion=1.34",
    );
    expect(JSON.stringify(only)).toContain("v1.34.");
    expect(JSON.stringify(only)).not.toContain("v1.33.");
    const every = JSON.stringify(await eks.call("GET", "/addons/supported-versions"));
    expect(every).toContain('"addonName":"vpc-cni"');
    expect(every).toContain('"clusterVersion":"1.35"');
  });
});
