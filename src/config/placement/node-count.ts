/**
 * How many managed nodes hold what is placed on them, also while a change of the runners replaces every manager: all new
 * ones run next to the old ones, which stay until their jobs have ended, for up to an hour.
 */
import { resolveManager } from "../resolve/manager";
import { toMiB } from "../units";
import type { ParsedConfig } from "../schema";
import type { Placement } from "../schema/cluster";
import { daemonCpu, usableMemoryMiB } from "../../facts/kubernetes/nodes";
import { cleanerRequests, systemPodsOf, type SystemPods } from "../../facts/kubernetes/system-pods";
import { setDefaults } from "../resolve/versions";
import { shapeOf } from "./instances";
import { nodesFor, type PodSize } from "./bin-packing";

type Runner = Pick<ParsedConfig["runners"][number], "concurrent" | "manager">;

interface Choices {
  readonly versions: Pick<ParsedConfig["versions"], "set">;
  readonly cluster: Pick<ParsedConfig["cluster"], "ebsCsi">;
  readonly addons: Pick<ParsedConfig["addons"], "karpenter" | "jobCleaner">;
}

export interface Places {
  readonly systemPods: Placement;
  readonly managers: Placement;
}

/** `unknown` where one of the types is, `too small` where a pod is larger than what pods have of the smallest. */
type Needed = number | "unknown" | "too small";

/**
 * Pods of a manager at once: the chart leaves the Deployment's strategy to Kubernetes, which for one replica means one
 * more and none less, and Terraform changes the releases side by side. Its `strategy` could be Recreate, but a manager
 * that drains takes no jobs.
 */
const podsPerManager = 2;

export function systemOf({ versions: { set }, cluster, addons }: Choices): readonly SystemPods[] {
  const ebsCsi = cluster.ebsCsi ?? setDefaults[set].ebsCsi;
  return systemPodsOf({ set, karpenter: addons.karpenter.enabled, ebsCsi });
}

export function managerSize(runner: Runner, place: Placement): PodSize {
  const { cpu, memory } = resolveManager(runner, place);
  return { cpu, memoryMiB: toMiB(memory) };
}

/** @param fewest also where fewer hold all */
export function neededNodes(
  choices: Choices,
  runners: readonly Runner[],
  types: readonly string[],
  { systemPods, managers }: Places,
  fewest: number,
): Needed {
  const node = smallest(types);
  if (node === undefined) return "unknown";
  const system = systemPods === "nodes" ? systemOf(choices) : [];
  const placed = managers === "nodes" ? runners : [];
  const cleaner = choices.addons.jobCleaner.enabled && placed.length > 0 ? [cleanerRequests] : [];
  const replaced = placed.flatMap((runner) =>
    Array.from({ length: podsPerManager }, () => managerSize(runner, "nodes")),
  );
  const critical = system.map(({ pods, requests, onePerNode }) => ({ pods, apart: onePerNode, ...requests }));
  return nodesFor(critical, [...replaced, ...cleaner], node, fewest) ?? "too small";
}

/** What pods have of a node, whichever of the types it is. */
function smallest(types: readonly string[]): PodSize | undefined {
  const known = types.map(shapeOf).filter((shape) => shape !== undefined);
  if (known.length < types.length) return undefined;
  return {
    cpu: Math.min(...known.map(({ vcpu }) => vcpu)) - daemonCpu,
    memoryMiB: Math.min(...known.map(usableMemoryMiB)),
  };
}
