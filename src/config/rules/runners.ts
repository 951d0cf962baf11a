/** Runners beside one another: their names and their namespaces. */
import { problem } from "../input/problems";
import { jobNamespace } from "../resolve/resolve";
import { managerNamespace } from "../config";
import { needs, type Rule } from "./rule";

export const runnerNames: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap(({ index, runner }) => {
    const first = fleet.find((other) => other.runner.name === runner.name);
    if (first === undefined || first.index === index) return [];
    return [
      problem({
        code: "runner-duplicate",
        path: ["runners", index, "name"],
        value: runner.name,
        message: `runners[${first.index}] has this name too, and a name is a Helm release`,
        allowed: "a name for each runner",
        fix: `write ${runner.name}-2, for example`,
      }),
    ];
  }),
);

/** A manager's ServiceAccount has its runner's name, and every namespace has one named `default` already. */
export const reservedNames: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => runner.name === "default")
    .map(({ index, runner }) =>
      problem({
        code: "runner-name-reserved",
        path: ["runners", index, "name"],
        value: runner.name,
        message:
          "the manager's ServiceAccount gets this name, and Kubernetes makes one named default in every namespace",
        allowed: "any other name",
        fix: "write runner1, for example",
      }),
    ),
);

const systemNamespaces: ReadonlyMap<string, string> = new Map([
  ["default", "it is where everything without a namespace lands"],
  ["karpenter", "Karpenter runs there"],
  ["aws-observability", "Fargate reads its logging settings there"],
  [managerNamespace, "the runner managers run there, with the right to make pods"],
]);

function whyReserved(namespace: string): string | undefined {
  return namespace.startsWith("kube-")
    ? "Kubernetes keeps namespaces that begin with kube-"
    : systemNamespaces.get(namespace);
}

export const jobNamespaces: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap(({ index, runner }) => {
    const value = jobNamespace(runner);
    const reason = whyReserved(value);
    if (reason === undefined) return [];
    return [
      problem({
        code: "namespace-reserved",
        path: ["runners", index, "namespace"],
        value,
        message: `jobs cannot run in this namespace: ${reason}`,
        allowed: "a namespace of their own",
        fix: `remove it, or use gitlab-jobs-${runner.compute}`,
      }),
    ];
  }),
);
