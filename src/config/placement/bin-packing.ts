/**
 * How many nodes have room for a set of pods however the scheduler spreads them. The scheduler does not pack tightly, and no
 * autoscaler adds a node to a managed node group.
 *
 * 1. For each pod, assume that all other pods already run, spread in the worst way for this pod.
 * 2. Count the nodes on which they leave no room for the pod. One node more is enough for it.
 * 3. The largest such number decides. Critical pods (CoreDNS, Karpenter) may displace others.
 */
/** CPU and memory that a pod requests, or that pods can use on a node. */
export interface PodSize {
  /** vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** Pods that the scheduler places first, because they may displace others. */
export interface CriticalPods extends PodSize {
  readonly pods: number;
  /** Whether no two of them may run on one node. */
  readonly apart: boolean;
}

interface Amount {
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** In thousandths of a vCPU and whole MiB, because a sum of fractions may miss a whole number slightly. */
const amount = ({ cpu, memoryMiB }: PodSize): Amount => ({
  milliCpu: Math.round(cpu * 1000),
  memoryMiB: Math.ceil(memoryMiB),
});

const sum = (pods: readonly Amount[], key: keyof Amount) => pods.reduce((total, pod) => total + pod[key], 0);

/**
 * The maximum number of nodes on which the others leave no room for a pod: one node for each other pod that is large enough to
 * do so alone, and as many nodes as the small pods can fill together.
 */
function fullNodes(pod: Amount, others: readonly Amount[], node: Amount): number {
  const milliCpu = node.milliCpu - pod.milliCpu;
  const memoryMiB = node.memoryMiB - pod.memoryMiB;
  const small = others.filter((other) => other.milliCpu <= milliCpu && other.memoryMiB <= memoryMiB);
  // To leave no room, the small pods must take more than the rest of the node.
  const filled = (key: keyof Amount, left: number) => Math.floor(sum(small, key) / (left + 1));
  return others.length - small.length + filled("milliCpu", milliCpu) + filled("memoryMiB", memoryMiB);
}

const without = <T>(list: readonly T[], at: number) => list.filter((_, index) => index !== at);

/**
 * The number of nodes that are sure to have room. Undefined if a pod is larger than a node.
 * @param min minimum of the result
 */
export function nodesFor(
  critical: readonly CriticalPods[],
  others: readonly PodSize[],
  node: PodSize,
  min: number,
): number | undefined {
  const whole = amount(node);
  const system = critical.map((group) => ({ ...group, each: amount(group) }));
  const groups = system.map(({ pods, each }) => Array.from({ length: pods }, () => each));
  const rest = others.map(amount);
  const all = [...groups.flat(), ...rest];
  if (all.some((pod) => pod.milliCpu > whole.milliCpu || pod.memoryMiB > whole.memoryMiB)) return undefined;
  const forSystem = system.flatMap(({ pods, apart, each }, at) => {
    if (pods === 0) return [];
    const elsewhere = without(groups, at).flat();
    return apart
      ? [pods + fullNodes(each, elsewhere, whole)]
      : [1 + fullNodes(each, [...elsewhere, ...(groups[at] ?? []).slice(1)], whole)];
  });
  const forRest = rest.map((pod, at) => 1 + fullNodes(pod, [...groups.flat(), ...without(rest, at)], whole));
  return Math.max(min, ...forSystem, ...forRest);
}
