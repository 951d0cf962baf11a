/** The limits of Fargate profiles, given or computed. */
import { problem, type Problem } from "../input/problems";
import { awsLimits } from "../../facts/limits";
import { addonNamespaces } from "../resolve/addon-places";
import { fargateProfiles } from "../resolve/fargate-profiles";
import { jobNamespace } from "../resolve/resolve";
import type { FargateProfile } from "../config";
import type { Parts } from "../input/parse-sections";
import { needs, type Rule } from "./rule";

const base = ["cluster", "fargateProfiles"];

type Sections = {
  readonly [K in "name" | "versions" | "cluster" | "addons" | "fleet"]: NonNullable<Parts[K]>;
};

/** The Fargate profiles that the cluster will have, given or computed. */
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

export const profileCount: Rule = needs(["name", "versions", "cluster", "addons", "fleet"], (sections) => {
  const count = profilesOf(sections).length;
  const max = awsLimits.profilesPerCluster;
  if (count <= max) return [];
  const given = sections.cluster.fargateProfiles !== undefined;
  return [
    problem({
      code: "profiles-too-many",
      path: given ? base : ["runners"],
      value: count,
      message: `EKS allows ${max} Fargate profiles; this is ${count}`,
      allowed: `at most ${max} profiles with ${awsLimits.selectorsPerProfile} selectors each`,
      fix: given ? "combine selectors" : "let several runners use the same job namespace",
    }),
  ];
});

type Selectors = readonly { readonly labels?: Readonly<Record<string, string>> | undefined }[];

function selectorProblems(name: string, selectors: Selectors): readonly Problem[] {
  const path = [...base, name, "selectors"];
  const max = awsLimits.selectorsPerProfile;
  const labels = awsLimits.labelPairsPerSelector;
  const tooMany = problem({
    code: "selectors-too-many",
    path,
    value: selectors.length,
    message: `EKS allows ${max} selectors in a profile; this is ${selectors.length}`,
    allowed: `at most ${max}`,
    fix: "move some to another profile, or use a wildcard",
  });
  const tooManyLabels = selectors.flatMap((selector, index) => {
    const count = Object.keys(selector.labels ?? {}).length;
    if (count <= labels) return [];
    const message = `EKS allows ${labels} labels in a selector; this is ${count}`;
    return [
      problem({
        code: "labels-too-many",
        path: [...path, index, "labels"],
        value: count,
        message,
        allowed: `at most ${labels}`,
        fix: "remove some: pods must have all of them",
      }),
    ];
  });
  return [...(selectors.length > max ? [tooMany] : []), ...tooManyLabels];
}

export const profileSelectors: Rule = needs(["cluster"], ({ cluster }) =>
  Object.entries(cluster.fargateProfiles ?? {}).flatMap(([name, { selectors }]) =>
    selectorProblems(name, selectors),
  ),
);

export const profileNames: Rule = needs(["cluster"], ({ cluster }) =>
  Object.entries(cluster.fargateProfiles ?? {})
    .filter(([key, { name = key }]) => name.startsWith(awsLimits.reservedProfilePrefix))
    .map(([key, { name = key }]) =>
      problem({
        code: "profile-name-reserved",
        path: [...base, key],
        value: name,
        message: "EKS reserves profile names that begin with eks-",
        allowed: "names that do not begin with eks-",
        fix: "rename the profile",
      }),
    ),
);

/** Possible because a profile may have a `name` that differs from its key. */
export const profileNamesOnce: Rule = needs(["cluster"], ({ cluster }) => {
  const named = Object.entries(cluster.fargateProfiles ?? {}).map(([key, { name = key }]) => ({ key, name }));
  return named
    .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
    .map(({ key, name }) =>
      problem({
        code: "profile-duplicate",
        path: [...base, key],
        value: name,
        message: "another profile has this name",
        allowed: "each name once",
        fix: "give one of the two another name",
      }),
    );
});
