/** What several rules need to know of the fleet: the profiles it gets, its runners with their places. */
import { addonNamespaces } from "../addon-places";
import { fargateProfiles } from "../fargate-profiles";
import type { Parts } from "../parts";
import { jobNamespace } from "../resolve";
import type { FargateProfile } from "../resolved";

type Sections = {
  readonly [K in "name" | "versions" | "cluster" | "addons" | "fleet"]: NonNullable<Parts[K]>;
};

export function profilesOf({ name, versions, cluster, addons, fleet }: Sections): readonly FargateProfile[] {
  return fargateProfiles({
    name,
    set: versions.set,
    cluster,
    karpenter: addons.karpenter.enabled,
    addons: addonNamespaces(addons.blueprints),
    runners: fleet.map(({ runner }) => ({ compute: runner.compute, namespace: jobNamespace(runner) })),
  });
}
