/** Every pod has somewhere to run, and jobs run on their compute class. */
import type { ParsedConfig } from "../schema";
import { managerNamespace } from "../config";
import { jobNamespace } from "../resolve/resolve";
import { catchesAll, catchesSome } from "../resolve/selectors";
import { withProfiles } from "./profiles";
import { needs, type Findings, type Rule } from "./rule";

const noteOnLabels = "(a selector with labels does not count)";

const systemNamespaces = ({ karpenter }: ParsedConfig["addons"]) =>
  karpenter.enabled ? ["kube-system", "karpenter"] : ["kube-system"];

export const systemCaught: Rule = withProfiles(({ cluster, addons }, profiles) => {
  if (cluster.systemPods !== "fargate") return undefined;
  return systemNamespaces(addons)
    .filter((namespace) => !catchesSome(profiles, namespace))
    .map((namespace) => ({
      code: "system-uncaught",
      path: ["cluster", "fargateProfiles"],
      value: Object.keys(cluster.fargateProfiles ?? {}),
      message: `no Fargate profile matches ${namespace}, and its pods have no nodes, so they would stay pending`,
      allowed: `a selector for ${namespace}, or systemPods: nodes`,
      fix: `add a selector with namespace ${namespace}`,
    }));
});

export const managersCaught: Rule = withProfiles(({ cluster, fleet }, profiles) => {
  if (cluster.managers !== "fargate" || fleet.length === 0) return undefined;
  if (catchesAll(profiles, managerNamespace)) return undefined;
  return {
    code: "managers-uncaught",
    path: ["cluster", "fargateProfiles"],
    value: Object.keys(cluster.fargateProfiles ?? {}),
    message: `no Fargate profile matches ${managerNamespace}, the namespace of the runner managers`,
    allowed: `a selector for ${managerNamespace} ${noteOnLabels}, or managers: nodes`,
    fix: `add a selector with namespace ${managerNamespace}`,
  };
});

/** The managers have a node selector, which Fargate cannot serve. The system pods have none. */
const caughtTexts = {
  "system-caught": "they run on Fargate as long as the profile exists, which is right only during a move",
  "managers-caught": "each manager is configured for one of the two and would stay pending on the other",
} as const;

function caught(code: keyof typeof caughtTexts, namespace: string, key: string): Findings {
  return {
    code,
    path: ["cluster", "fargateProfiles"],
    value: namespace,
    message: `a Fargate profile matches ${namespace}, whose pods should run on nodes: ${caughtTexts[code]}`,
    allowed: `selectors that do not match ${namespace}, or ${key}: fargate`,
    fix: `remove the selector that matches ${namespace}`,
  };
}

/** Profiles fix where pods run, and a later price could contradict them. */
export const placementProfiles: Rule = needs(["cluster"], ({ cluster: { placement, fargateProfiles } }) => {
  if (placement.asked !== "auto" || fargateProfiles === undefined) return undefined;
  return {
    code: "platform-profiles",
    path: ["cluster", "platform"],
    value: placement.asked,
    message: "cluster.fargateProfiles sets which pods run on Fargate, so auto has no choice",
    allowed: "fargate or nodes; auto without cluster.fargateProfiles",
    fix: "set fargate or nodes, as the profiles require",
  };
});

export const nodePodsUncaught: Rule = withProfiles(({ cluster, addons, fleet }, profiles) => {
  const isCaught = (namespace: string) => catchesSome(profiles, namespace);
  const managers = cluster.managers === "nodes" && fleet.length > 0 && isCaught(managerNamespace);
  return [
    cluster.systemPods === "nodes" &&
      systemNamespaces(addons)
        .filter(isCaught)
        .map((namespace) => caught("system-caught", namespace, "systemPods")),
    managers && caught("managers-caught", managerNamespace, "managers"),
  ];
});

export const jobsCaught: Rule = withProfiles(({ fleet }, profiles) =>
  fleet.map(({ index, runner }) => {
    const value = jobNamespace(runner);
    const path = ["runners", index, "namespace"];
    if (runner.compute === "fargate") {
      return (
        !catchesAll(profiles, value) && {
          code: "namespace-uncaught",
          path,
          value,
          message: "no Fargate profile matches this namespace, so the jobs would stay pending",
          allowed: `a namespace that a selector of cluster.fargateProfiles matches ${noteOnLabels}`,
          fix: `add a selector with namespace ${value}, or remove cluster.fargateProfiles`,
        }
      );
    }
    return (
      catchesSome(profiles, value) && {
        code: "namespace-caught",
        path,
        value,
        message: `a Fargate profile matches this namespace, so jobs for ${runner.compute} would run on Fargate`,
        allowed: "a namespace that no Fargate profile matches",
        fix: `use another namespace, such as gitlab-jobs-${runner.compute}`,
      }
    );
  }),
);

export const karpenterNeeded: Rule = needs(["addons", "fleet"], ({ addons, fleet }) => {
  if (addons.karpenter.enabled) return undefined;
  return fleet
    .filter(({ runner }) => runner.compute !== "fargate")
    .map(({ index, runner }) => ({
      code: "karpenter-needed",
      path: ["runners", index, "compute"],
      value: runner.compute,
      message: "Karpenter is disabled, so these jobs get no nodes",
      allowed: "fargate, or any class with addons.karpenter.enabled: true",
      fix: "enable Karpenter, or use fargate",
    }));
});
