import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defaultKubernetes } from "../../../../src/emulator/aws/eks/offered-versions";
import { creatableVersions } from "../../../../src/facts/kubernetes/eks-calendar";
import { createCluster, eksCaller } from "./caller";

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

describe("the add-on versions that the emulated EKS offers", () => {
  it.each(["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver", "whatever"])(
    "of %s are compatible with the cluster, and a new add-on gets the one marked as the default",
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

  it("follow the cluster's version for kube-proxy", async () => {
    const path = "/addons/supported-versions?addonName=kube-proxy&kubernetesVersion=1.34";
    const answer = JSON.stringify(await eksCaller().call("GET", path));
    expect(answer).toContain('"v1.34.');
    expect(answer).not.toContain('"v1.33.');
  });

  it("cover every Kubernetes version that EKS offers on that day if the request names no version", async () => {
    const { addons } = offerSchema.parse(await eksCaller().call("GET", "/addons/supported-versions"));
    for (const { addonVersions } of addons) {
      const clusters = addonVersions.flatMap(({ compatibilities }) => compatibilities);
      const versions = [...new Set(clusters.map(({ clusterVersion }) => clusterVersion))];
      expect(versions).toEqual(creatableVersions("2026-01-01"));
      expect(versions).toEqual(["1.29", "1.30", "1.31", "1.32", "1.33", "1.34"]);
    }
  });
});

describe("a cluster that names no version", () => {
  it("gets the newest version in standard support on that day", () => {
    expect(defaultKubernetes(Date.parse("2026-01-27T23:59:00Z"))).toBe("1.34");
    expect(defaultKubernetes(Date.parse("2026-01-28T00:00:00Z"))).toBe("1.35");
  });
});
