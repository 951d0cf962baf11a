/** Which instances a node pool may have, and which of them is cheapest for a pod; of families whose price is recorded. */
import { isArm } from "../../config/units";
import type { NodePoolConfig } from "../../config/schema/addons";
import { ofFamily, type Instance } from "../../config/placement/instances";
import type { PodSize } from "../../config/placement/bin-packing";
import { daemonCpu } from "../../facts/kubernetes/nodes";
import { instancePrices, pricedIn } from "../../facts/aws/prices";
import { familyOf } from "../capacity/resource-demand";

/** Empty also where one of the pool's categories has no recorded price: the cheapest may be of that one. */
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

/** How many of these pods fit on a node next to its DaemonSets. The memory that its system reserves is not subtracted. */
export function podsOn({ vcpu, memoryMiB }: Instance, pod: PodSize): number {
  // A hair more than a whole number is that number.
  const room = Math.min((vcpu - daemonCpu) / pod.cpu, memoryMiB / pod.memoryMiB);
  return Math.max(0, Math.floor(room + 1e-9));
}

/** The one on which a pod is cheapest while the node is full; undefined where no price is known, or none holds it. */
export function cheapestFor(
  instances: readonly Instance[],
  pod: PodSize,
): { readonly instance: Instance; readonly pods: number } | undefined {
  const fitting = instances
    .map((instance) => ({ instance, pods: podsOn(instance, pod) }))
    .filter(({ pods }) => pods > 0);
  const share = ({ instance, pods }: (typeof fitting)[number]) => instance.usdPerHour / pods;
  return fitting.sort((one, other) => share(one) - share(other))[0];
}
