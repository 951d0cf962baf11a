/**
 * The Kubernetes and add-on versions that the emulated EKS offers.
 *
 * Kubernetes versions come from the calendar in `facts`: each day the emulator offers the same versions as EKS. Add-on
 * versions are invented, because only EKS knows which ones exist: each add-on has two, numbered by the cluster's minor
 * version, so that they change with an upgrade.
 */
import { creatableVersions, supportOn } from "../../../facts/kubernetes/eks-calendar";
import type { EksHandler } from "./model";

/** Types of the add-ons that glrunner installs, as EKS reports them. */
const addonTypes: Readonly<Record<string, string>> = {
  "vpc-cni": "networking",
  coredns: "networking",
  "kube-proxy": "networking",
  "aws-ebs-csi-driver": "storage",
  "eks-pod-identity-agent": "security",
};

/** Newest first. EKS gives kube-proxy the cluster's own version. */
function addonVersions(name: string, kubernetes: string): readonly [string, string] {
  const base = name === "kube-proxy" ? kubernetes : `1.${kubernetes.split(".")[1] ?? "0"}`;
  return [`v${base}.1-eksbuild.2`, `v${base}.0-eksbuild.1`];
}

/** The older version: as in EKS, the default is not the newest. */
export function defaultAddonVersion(name: string, kubernetes: string): string {
  return addonVersions(name, kubernetes)[1];
}

/**
 * The version of a cluster that names none: the newest in standard support.
 * @param now milliseconds since 1970
 */
export function defaultKubernetes(now: number): string {
  const day = dayOf(now);
  const standard = creatableVersions(day).filter((version) => supportOn(version, day) === "standard");
  const newest = standard.at(-1);
  if (newest !== undefined) return newest;
  throw new Error(`the calendar has no Kubernetes version in standard support on ${day}`);
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

export const addonVersionHandlers = {
  DescribeAddonVersions: ({ query, store }) => {
    const name = query.get("addonName");
    const kubernetes = query.get("kubernetesVersion");
    const names = name === null ? Object.keys(addonTypes) : [name];
    const offered = kubernetes === null ? creatableVersions(dayOf(store.now())) : [kubernetes];
    return { addons: names.map((addon) => describe(addon, offered)) };
  },
} as const satisfies Record<string, EksHandler>;

function describe(addonName: string, kubernetesVersions: readonly string[]): object {
  const compatible = kubernetesVersions.flatMap((clusterVersion) =>
    addonVersions(addonName, clusterVersion).map((addonVersion) => ({
      addonVersion,
      clusterVersion,
      defaultVersion: addonVersion === defaultAddonVersion(addonName, clusterVersion),
    })),
  );
  return {
    addonName,
    type: addonTypes[addonName] ?? "other",
    publisher: "eks",
    owner: "aws",
    addonVersions: compatible.map(({ addonVersion, ...compatibility }) => ({
      addonVersion,
      architecture: ["amd64", "arm64"],
      computeTypes: ["ec2", "fargate"],
      requiresConfiguration: false,
      requiresIamPermissions: false,
      compatibilities: [{ ...compatibility, platformVersions: ["*"] }],
    })),
  };
}
