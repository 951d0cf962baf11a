/**
 * How many nodes hold these pods however the scheduler spreads them: it does not pack, and of a managed node group
 * no autoscaler adds a node for a pod that does not fit. Critical pods (CoreDNS, Karpenter) displace others, so only they
 * and the last of the others have to find a place.
 */
export interface PodSize {
  readonly cpu: number;
  readonly memoryMiB: number;
}

export interface CriticalPods extends PodSize {
  readonly pods: number;
  /** No two of them on one node. */
  readonly apart: boolean;
}

interface Amount {
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** In whole thousandths and MiB, since a sum of fractions may miss a whole number by a hair. */
const amount = ({ cpu, memoryMiB }: PodSize): Amount => ({
  milliCpu: Math.round(cpu * 1000),
  memoryMiB: Math.ceil(memoryMiB),
});

const sum = (pods: readonly Amount[], key: keyof Amount) => pods.reduce((total, pod) => total + pod[key], 0);

/**
 * On how many nodes the others can leave no room for a pod, at most: one node each for those that are large enough to
 * do so alone, and as many as the small ones can fill together.
 */
function taken(pod: Amount, others: readonly Amount[], node: Amount): number {
  const milliCpu = node.milliCpu - pod.milliCpu;
  const memoryMiB = node.memoryMiB - pod.memoryMiB;
  const small = others.filter((other) => other.milliCpu <= milliCpu && other.memoryMiB <= memoryMiB);
  // More than what is left after the pod, not as much.
  const filled = (key: keyof Amount, left: number) => Math.floor(sum(small, key) / (left + 1));
  return others.length - small.length + filled("milliCpu", milliCpu) + filled("memoryMiB", memoryMiB);
}

const without = <T>(list: readonly T[], at: number) => list.filter((_, index) => index !== at);

/** Undefined where a pod is larger than a node. @param fewest also where fewer hold all */
export function nodesFor(
  critical: readonly CriticalPods[],
  others: readonly PodSize[],
  node: PodSize,
  fewest: number,
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
      ? [pods + taken(each, elsewhere, whole)]
      : [1 + taken(each, [...elsewhere, ...(groups[at] ?? []).slice(1)], whole)];
  });
  const forRest = rest.map((pod, at) => 1 + taken(pod, [...groups.flat(), ...without(rest, at)], whole));
  return Math.max(fewest, ...forSystem, ...forRest);
}
