/** Every pod has somewhere to run, and jobs run where their class says. */
import { problem, type Problem } from "../input/problems";
import { managerNamespace, type FargateProfile } from "../config";
import { jobNamespace } from "../resolve/resolve";
import { catchesAll, catchesSome } from "../resolve/selectors";
import type { FleetEntry } from "../input/parse-sections";
import { profilesOf } from "./profiles";
import { needs, type Rule } from "./rule";

const noteOnLabels = "(a selector with labels does not count)";

export const systemCaught: Rule = needs(["name", "versions", "cluster", "addons", "fleet"], (sections) => {
  const { cluster, addons } = sections;
  if (cluster.systemPods !== "fargate") return [];
  const profiles = profilesOf(sections);
  const namespaces = addons.karpenter.enabled ? ["kube-system", "karpenter"] : ["kube-system"];
  return namespaces
    .filter((namespace) => !catchesSome(profiles, namespace))
    .map((namespace) =>
      problem({
        code: "system-uncaught",
        path: ["cluster", "fargateProfiles"],
        value: Object.keys(cluster.fargateProfiles ?? {}),
        message: `no Fargate profile matches ${namespace}, and it has no nodes: its pods would stay pending`,
        allowed: `a selector for ${namespace}, or systemPods: nodes`,
        fix: `add a selector with namespace ${namespace}`,
      }),
    );
});

export const managersCaught: Rule = needs(["name", "versions", "cluster", "addons", "fleet"], (sections) => {
  const { cluster, fleet } = sections;
  if (cluster.managers !== "fargate" || fleet.length === 0) return [];
  if (catchesAll(profilesOf(sections), managerNamespace)) return [];
  return [
    problem({
      code: "managers-uncaught",
      path: ["cluster", "fargateProfiles"],
      value: Object.keys(cluster.fargateProfiles ?? {}),
      message: `no Fargate profile matches ${managerNamespace}, the namespace of the runner managers`,
      allowed: `a selector for ${managerNamespace} ${noteOnLabels}, or managers: nodes`,
      fix: `add a selector with namespace ${managerNamespace}`,
    }),
  ];
});

/** A manager selects the nodes, which Fargate cannot serve; the system's pods do not. */
const caughtTexts = {
  "system-caught": "they run on Fargate as long as the profile exists, which is right only during a move",
  "managers-caught": "each manager is configured for one of the two and would stay pending on the other",
} as const;

function caught(code: keyof typeof caughtTexts, namespace: string, key: string): Problem {
  return problem({
    code,
    path: ["cluster", "fargateProfiles"],
    value: namespace,
    message: `a Fargate profile matches ${namespace}, whose pods should run on nodes: ${caughtTexts[code]}`,
    allowed: `selectors that do not match ${namespace}, or ${key}: fargate`,
    fix: `remove the selector that matches ${namespace}`,
  });
}

/** They say where pods run, and a later price would make them wrong. */
export const placementProfiles: Rule = needs(["cluster"], ({ cluster }) => {
  const { asked } = cluster.placement;
  if (asked !== "auto" || cluster.fargateProfiles === undefined) return [];
  return [
    problem({
      code: "platform-profiles",
      path: ["cluster", "platform"],
      value: asked,
      message: "cluster.fargateProfiles sets which pods run on Fargate, so auto has no choice",
      allowed: "fargate or nodes; auto without cluster.fargateProfiles",
      fix: "set fargate or nodes, as the profiles require",
    }),
  ];
});

export const nodePodsUncaught: Rule = needs(
  ["name", "versions", "cluster", "addons", "fleet"],
  (sections) => {
    const { cluster, addons, fleet } = sections;
    const profiles = profilesOf(sections);
    const isCaught = (namespace: string) => catchesSome(profiles, namespace);
    const system = addons.karpenter.enabled ? ["kube-system", "karpenter"] : ["kube-system"];
    const managers = cluster.managers === "nodes" && fleet.length > 0 && isCaught(managerNamespace);
    return [
      ...(cluster.systemPods === "nodes" ? system.filter(isCaught) : []).map((namespace) =>
        caught("system-caught", namespace, "systemPods"),
      ),
      ...(managers ? [caught("managers-caught", managerNamespace, "managers")] : []),
    ];
  },
);

function jobProblems({ index, runner }: FleetEntry, profiles: readonly FargateProfile[]): readonly Problem[] {
  const value = jobNamespace(runner);
  const path = ["runners", index, "namespace"];
  if (runner.compute === "fargate") {
    if (catchesAll(profiles, value)) return [];
    return [
      problem({
        code: "namespace-uncaught",
        path,
        value,
        message: "no Fargate profile matches this namespace: the jobs would stay pending",
        allowed: `a namespace that a selector of cluster.fargateProfiles matches ${noteOnLabels}`,
        fix: `add a selector with namespace ${value}, or remove cluster.fargateProfiles`,
      }),
    ];
  }
  if (!catchesSome(profiles, value)) return [];
  return [
    problem({
      code: "namespace-caught",
      path,
      value,
      message: `a Fargate profile matches this namespace: jobs for ${runner.compute} would run on Fargate`,
      allowed: "a namespace that no Fargate profile matches",
      fix: `use another namespace, such as gitlab-jobs-${runner.compute}`,
    }),
  ];
}

export const jobsCaught: Rule = needs(["name", "versions", "cluster", "addons", "fleet"], (sections) => {
  const profiles = profilesOf(sections);
  return sections.fleet.flatMap((entry) => jobProblems(entry, profiles));
});

export const karpenterNeeded: Rule = needs(["addons", "fleet"], ({ addons, fleet }) =>
  addons.karpenter.enabled
    ? []
    : fleet
        .filter(({ runner }) => runner.compute !== "fargate")
        .map(({ index, runner }) =>
          problem({
            code: "karpenter-needed",
            path: ["runners", index, "compute"],
            value: runner.compute,
            message: "Karpenter is disabled, so these jobs get no nodes",
            allowed: "fargate, or any class with addons.karpenter.enabled: true",
            fix: "enable Karpenter, or use fargate",
          }),
        ),
);
