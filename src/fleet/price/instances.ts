/** The instances that a node pool may have, by recorded prices, and the cheapest one for a pod. */
import { isArm } from "../../config/units";
import type { NodePoolConfig } from "../../config/schema/addons";
import { ofFamily, type Instance } from "../../config/placement/instances";
import type { PodSize } from "../../config/placement/bin-packing";
import { daemonCpu } from "../../facts/kubernetes/nodes";
import { instancePrices, pricedIn } from "../../facts/aws/prices";
import { howManyFit } from "../capacity/groups";
import { familyOf } from "../capacity/resource-demand";

/** Empty if one of the pool's categories has no recorded price, because the cheapest instance may be of that category. */
export function instancesOf(pool: NodePoolConfig, region: string): readonly Instance[] {
  if (!pricedIn(instancePrices, region)) return [];
  const known = Object.entries(instancePrices.families).filter(
    ([name]) => isArm(name) === (pool.architecture === "arm64"),
  );
  const categories = pool.instanceCategories.map((category) =>
    known.filter(([name]) => familyOf(name) === category).map(([, family]) => family),
  );
  if (categories.some((families) => families.length === 0)) return [];
  return categories.flat().flatMap((family) => pool.cpus.map((vcpu) => ofFamily(family, vcpu)));
}

/** How many of these pods fit on a node next to its DaemonSets. Memory reserved for the system is not subtracted. */
export function podsOn({ vcpu, memoryMiB }: Instance, pod: PodSize): number {
  return Math.min(howManyFit(vcpu - daemonCpu, pod.cpu), howManyFit(memoryMiB, pod.memoryMiB));
}

/** The instance on which a pod is cheapest while the node is full; undefined if no instance with a known price fits. */
export function cheapestFor(
  instances: readonly Instance[],
  pod: PodSize,
): { readonly instance: Instance; readonly pods: number } | undefined {
  const fitting = instances
    .map((instance) => ({ instance, pods: podsOn(instance, pod) }))
    .filter(({ pods }) => pods > 0);
  const share = ({ instance, pods }: (typeof fitting)[number]) => instance.usdPerHour / pods;
  return fitting.sort((a, b) => share(a) - share(b))[0];
}
