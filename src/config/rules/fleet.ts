/** What several rules need to know of the fleet: the profiles it gets, its runners with their places. */
import { addonNamespaces } from "../resolve/addon-places";
import { fargateProfiles } from "../resolve/fargate-profiles";
import type { Parts } from "../input/parse-sections";
import { jobNamespace } from "../resolve/resolve";
import type { FargateProfile } from "../config";

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
