/**
 * Which Fargate profiles the cluster gets. EKS creates and deletes them one at a time, minutes each, so set
 * `current` packs as many selectors into one as EKS allows; set `tutorial` keeps the published two as they were.
 */
import { managerNamespace, type FargateProfile } from "../config";
import type { PlacedCluster } from "../placement/types";
import type { VersionSetName } from "../../../modules/pins";
import { awsLimits } from "../../facts/limits";

export interface ProfileNeeds {
  readonly name: string;
  readonly set: VersionSetName;
  readonly cluster: Pick<PlacedCluster, "systemPods" | "managers" | "fargateProfiles">;
  readonly karpenter: boolean;
  /** Namespaces of other add-ons. They go where the system's pods go. */
  readonly addons: readonly string[];
  /** In their order in the configuration, with their namespaces filled in. */
  readonly runners: readonly { readonly compute: string; readonly namespace: string }[];
}

const systemNamespace = "kube-system";
const karpenterNamespace = "karpenter";

/** Add-ons come last, so that turning one on moves nothing else. */
function furtherNamespaces({ set, cluster, karpenter, addons, runners }: ProfileNeeds): readonly string[] {
  const managers = cluster.managers === "fargate" && runners.length > 0 ? [managerNamespace] : [];
  const jobs = runners.filter((runner) => runner.compute === "fargate").map((runner) => runner.namespace);
  const there = set === "tutorial" || karpenter ? [systemNamespace, karpenterNamespace] : [systemNamespace];
  const others = addons.filter((namespace) => !there.includes(namespace));
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
  // The cluster's name is behind: profile names that begin with `eks-` are reserved, cluster names are not.
  return packed(namespaces, (number) => ({
    key: `pods-${number}`,
    name: `pods-${needs.name}-${number}`,
  }));
}

export function fargateProfiles(needs: ProfileNeeds): readonly FargateProfile[] {
  const given = needs.cluster.fargateProfiles;
  if (given !== undefined) {
    return Object.entries(given).map(([key, { name = key, selectors }]) => ({ key, name, selectors }));
  }
  return needs.set === "tutorial" ? tutorialProfiles(needs) : currentProfiles(needs);
}
