/** The limits of Fargate profiles, whether the configuration sets them or glrunner computes them. */
import { awsLimits } from "../../facts/limits";
import { addonNamespaces } from "../resolve/enabled-addons";
import { fargateProfiles } from "../resolve/fargate-profiles";
import { jobNamespace } from "../resolve/resolve";
import type { FargateProfile } from "../config";
import type { FargateSelector } from "../schema/cluster";
import { needs, type Findings, type GivenSections, type Rule } from "./rule";

const base = ["cluster", "fargateProfiles"];

type ProfileSections = GivenSections<"name" | "versions" | "cluster" | "addons" | "fleet">;

/** A rule that reads the Fargate profiles that the cluster will have, given or computed. */
export function withProfiles(
  check: (sections: ProfileSections, profiles: readonly FargateProfile[]) => Findings,
): Rule {
  return needs(["name", "versions", "cluster", "addons", "fleet"], (sections) => {
    const { name, versions, cluster, addons, fleet } = sections;
    const profiles = fargateProfiles({
      name,
      set: versions.set,
      cluster,
      karpenter: addons.karpenter.enabled,
      addons: addonNamespaces(addons.blueprints),
      runners: fleet.map(({ runner }) => ({ compute: runner.compute, namespace: jobNamespace(runner) })),
    });
    return check(sections, profiles);
  });
}

export const profileCount: Rule = withProfiles(({ cluster }, { length: count }) => {
  const max = awsLimits.profilesPerCluster;
  const given = cluster.fargateProfiles !== undefined;
  return (
    count > max && {
      code: "profiles-too-many",
      path: given ? base : ["runners"],
      value: count,
      message: `EKS allows ${max} Fargate profiles, and this configuration needs ${count}`,
      allowed: `at most ${max} profiles with ${awsLimits.selectorsPerProfile} selectors each`,
      fix: given ? "combine selectors" : "let several runners use the same job namespace",
    }
  );
});

function selectorProblems(name: string, selectors: readonly FargateSelector[]): Findings {
  const path = [...base, name, "selectors"];
  const max = awsLimits.selectorsPerProfile;
  const maxLabels = awsLimits.labelPairsPerSelector;
  return [
    selectors.length > max && {
      code: "selectors-too-many",
      path,
      value: selectors.length,
      message: `EKS allows ${max} selectors in a profile, and this one has ${selectors.length}`,
      allowed: `at most ${max}`,
      fix: "move some to another profile, or use a wildcard",
    },
    selectors.map(({ labels = {} }, index): Findings => {
      const count = Object.keys(labels).length;
      return (
        count > maxLabels && {
          code: "labels-too-many",
          path: [...path, index, "labels"],
          value: count,
          message: `EKS allows ${maxLabels} labels in a selector, and this one has ${count}`,
          allowed: `at most ${maxLabels}`,
          fix: "remove some: pods must have all of them",
        }
      );
    }),
  ];
}

export const profileSelectors: Rule = needs(["cluster"], ({ cluster }) =>
  Object.entries(cluster.fargateProfiles ?? {}).map(([name, { selectors }]) =>
    selectorProblems(name, selectors),
  ),
);

export const profileNames: Rule = needs(["cluster"], ({ cluster }) =>
  Object.entries(cluster.fargateProfiles ?? {})
    .filter(([key, { name = key }]) => name.startsWith(awsLimits.reservedProfilePrefix))
    .map(([key, { name = key }]) => ({
      code: "profile-name-reserved",
      path: [...base, key],
      value: name,
      message: "EKS reserves profile names that begin with eks-",
      allowed: "names that do not begin with eks-",
      fix: "rename the profile",
    })),
);

/** Possible because a profile may have a `name` that differs from its key. */
export const profileNamesOnce: Rule = needs(["cluster"], ({ cluster }) => {
  const named = Object.entries(cluster.fargateProfiles ?? {}).map(([key, { name = key }]) => ({ key, name }));
  return named
    .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
    .map(({ key, name }) => ({
      code: "profile-duplicate",
      path: [...base, key],
      value: name,
      message: "another profile has this name",
      allowed: "each name once",
      fix: "rename one of the two profiles",
    }));
});
