/**
 * The Fargate profiles of the cluster. EKS creates and deletes profiles one at a time, in minutes each, so version set
 * `current` packs as many selectors into a profile as EKS allows. Version set `tutorial` keeps the two published profiles.
 */
import { managerNamespace, type FargateProfile } from "../config";
import type { PlacedCluster } from "../placement/types";
import type { VersionSetName } from "../../../modules/pins";
import { awsLimits } from "../../facts/limits";

/** The settings that decide which profiles the cluster needs. */
export interface ProfileNeeds {
  readonly name: string;
  readonly set: VersionSetName;
  readonly cluster: Pick<PlacedCluster, "systemPods" | "managers" | "fargateProfiles">;
  readonly karpenter: boolean;
  /** Namespaces of other add-ons, whose pods run where the system pods run. */
  readonly addons: readonly string[];
  /** In the order of the configuration, with namespaces filled in. */
  readonly runners: readonly { readonly compute: string; readonly namespace: string }[];
}

const systemNamespace = "kube-system";
const karpenterNamespace = "karpenter";

/** Add-ons come last, so that enabling one moves no other selector. */
function furtherNamespaces({ set, cluster, karpenter, addons, runners }: ProfileNeeds): readonly string[] {
  const managers = cluster.managers === "fargate" && runners.length > 0 ? [managerNamespace] : [];
  const jobs = runners.filter((runner) => runner.compute === "fargate").map((runner) => runner.namespace);
  const system = set === "tutorial" || karpenter ? [systemNamespace, karpenterNamespace] : [systemNamespace];
  const others = addons.filter((namespace) => !system.includes(namespace));
  return [...new Set([...managers, ...jobs, ...(cluster.systemPods === "fargate" ? others : [])])];
}

function packed(
  namespaces: readonly string[],
  label: (number: number) => { readonly key: string; readonly name: string },
): readonly FargateProfile[] {
  const size = awsLimits.selectorsPerProfile;
  return Array.from({ length: Math.ceil(namespaces.length / size) }, (_, i) => ({
    ...label(i + 1),
    selectors: namespaces.slice(i * size, (i + 1) * size).map((namespace) => ({ namespace })),
  }));
}

function tutorialProfiles(needs: ProfileNeeds): readonly FargateProfile[] {
  const published = [
    { key: "karpenter", name: "karpenter", selectors: [{ namespace: karpenterNamespace }] },
    { key: "kube_system", name: "kube-system", selectors: [{ namespace: systemNamespace }] },
  ];
  const runners = packed(furtherNamespaces(needs), (number) => {
    const name = number === 1 ? "runners" : `runners-${number}`;
    return { key: name, name };
  });
  return needs.cluster.systemPods === "fargate" ? [...published, ...runners] : runners;
}

function currentProfiles(needs: ProfileNeeds): readonly FargateProfile[] {
  const system = needs.karpenter ? [systemNamespace, karpenterNamespace] : [systemNamespace];
  const namespaces = [...(needs.cluster.systemPods === "fargate" ? system : []), ...furtherNamespaces(needs)];
  // The cluster's name comes after a prefix, because EKS reserves profile names that begin with `eks-`.
  return packed(namespaces, (number) => ({
    key: `pods-${number}`,
    name: `pods-${needs.name}-${number}`,
  }));
}

/** The configured profiles; without any, as few as select every namespace that needs Fargate. */
export function fargateProfiles(needs: ProfileNeeds): readonly FargateProfile[] {
  const given = needs.cluster.fargateProfiles;
  if (given !== undefined) {
    return Object.entries(given).map(([key, { name = key, selectors }]) => ({ key, name, selectors }));
  }
  return needs.set === "tutorial" ? tutorialProfiles(needs) : currentProfiles(needs);
}
