/**
 * The number of managed nodes that are sure to have room for their pods, even while a change of the runners replaces every
 * manager. Then all new managers run next to the old ones, which stay until their jobs have ended, for up to an hour.
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

/** The sections that decide which system pods run. */
interface SystemChoices {
  readonly versions: Pick<ParsedConfig["versions"], "set">;
  readonly cluster: Pick<ParsedConfig["cluster"], "ebsCsi">;
  readonly addons: Pick<ParsedConfig["addons"], "karpenter" | "jobCleaner">;
}

/** The placement of both kinds of pods. */
export interface Placements {
  readonly systemPods: Placement;
  readonly managers: Placement;
}

/** `unknown` if an instance type is unknown, `too small` if a pod is larger than the room on the smallest type. */
type Needed = number | "unknown" | "too small";

/**
 * Pods of a manager during a change. The chart uses the default strategy of Deployments, which starts the new pod before it
 * stops the old one, and Terraform changes all releases at the same time. With the strategy Recreate, no manager would take
 * jobs while the old one drains.
 */
const podsPerManager = 2;

/** The system pods of the cluster, with their requests. */
export function systemOf({ versions: { set }, cluster, addons }: SystemChoices): readonly SystemPods[] {
  const ebsCsi = cluster.ebsCsi ?? setDefaults[set].ebsCsi;
  return systemPodsOf({ set, karpenter: addons.karpenter.enabled, ebsCsi });
}

/** Requests of a manager pod. */
export function managerSize(runner: Runner, place: Placement): PodSize {
  const { cpu, memory } = resolveManager(runner, place);
  return { cpu, memoryMiB: toMiB(memory) };
}

/** @param min minimum of the result */
export function neededNodes(
  choices: SystemChoices,
  runners: readonly Runner[],
  types: readonly string[],
  { systemPods, managers }: Placements,
  min: number,
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
  return nodesFor(critical, [...replaced, ...cleaner], node, min) ?? "too small";
}

/** The room for pods on a node, whichever of the types it has. Undefined if a type is unknown. */
function smallest(types: readonly string[]): PodSize | undefined {
  const known = types.map(shapeOf).filter((shape) => shape !== undefined);
  if (known.length < types.length) return undefined;
  return {
    cpu: Math.min(...known.map(({ vcpu }) => vcpu)) - daemonCpu,
    memoryMiB: Math.min(...known.map(usableMemoryMiB)),
  };
}
