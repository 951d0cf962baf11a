/**
 * Versions of add-ons that the emulated EKS offers. Plausible ones for the add-ons that a cluster of this project
 * has, and something for any other name: which versions really exist is nothing that an emulator knows.
 */
import type { EksHandler } from "./store";

interface KnownAddon {
  readonly type: string;
  /** Newest first. */
  readonly versions: (kubernetes: string) => readonly [string, ...string[]];
}

const fixed = (type: string, ...versions: [string, ...string[]]): KnownAddon => ({
  type,
  versions: () => versions,
});

const known: Readonly<Record<string, KnownAddon>> = {
  "vpc-cni": fixed("networking", "v1.20.4-eksbuild.2", "v1.20.1-eksbuild.3", "v1.19.6-eksbuild.7"),
  coredns: fixed("networking", "v1.12.4-eksbuild.1", "v1.12.1-eksbuild.2", "v1.11.4-eksbuild.24"),
  "aws-ebs-csi-driver": fixed("storage", "v1.52.1-eksbuild.1", "v1.48.0-eksbuild.2"),
  "eks-pod-identity-agent": fixed("security", "v1.3.9-eksbuild.3", "v1.3.8-eksbuild.2"),
  /** Follows the cluster. */
  "kube-proxy": {
    type: "networking",
    versions: (kubernetes) => [`v${kubernetes}.3-eksbuild.10`, `v${kubernetes}.0-eksbuild.2`],
  },
};
const other = fixed("other", "v1.1.0-eksbuild.1", "v1.0.0-eksbuild.1");
const clusterVersionsOffered = ["1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

/** As EKS: not the newest version, where there is an older one. */
export function defaultAddonVersion(name: string, kubernetes: string): string {
  const [newest, second = newest] = (known[name] ?? other).versions(kubernetes);
  return second;
}

export const addonVersionHandlers = {
  DescribeAddonVersions: ({ query }) => {
    const name = query.get("addonName");
    const kubernetes = query.get("kubernetesVersion");
    const names = name === null ? Object.keys(known) : [name];
    const clusterVersions = kubernetes === null ? clusterVersionsOffered : [kubernetes];
    return { addons: names.map((each) => describe(each, clusterVersions)) };
  },
} as const satisfies Record<string, EksHandler>;

function describe(name: string, clusterVersions: readonly string[]): object {
  const { type, versions } = known[name] ?? other;
  const offered = new Map<string, { clusterVersion: string; defaultVersion: boolean }[]>();
  for (const clusterVersion of clusterVersions) {
    const chosen = defaultAddonVersion(name, clusterVersion);
    for (const version of versions(clusterVersion)) {
      const compatible = offered.get(version) ?? [];
      offered.set(version, [...compatible, { clusterVersion, defaultVersion: version === chosen }]);
    }
  }
  return {
    addonName: name,
    type,
    publisher: "eks",
    owner: "aws",
    addonVersions: [...offered].map(([addonVersion, compatibilities]) => ({
      addonVersion,
      architecture: ["amd64", "arm64"],
      computeTypes: ["ec2", "fargate"],
      requiresConfiguration: false,
      requiresIamPermissions: false,
      compatibilities: compatibilities.map((each) => ({ ...each, platformVersions: ["*"] })),
    })),
  };
}
