/** Names and namespaces must suit all runners of a configuration together. */
import { problem } from "../input/problems";
import { jobNamespace } from "../resolve/resolve";
import { managerNamespace } from "../config";
import type { Parts } from "../input/parse-sections";
import { needs, type Rule } from "./rule";

/** The tutorial installs its runners with Helm, outside of Terraform. */
export const someRunner: Rule = needs(["versions", "runners"], ({ versions, runners }) =>
  runners.length > 0 || versions.set === "tutorial"
    ? []
    : [
        problem({
          code: "runners-none",
          path: ["runners"],
          value: runners,
          message: "there is no runner, so the cluster runs no job of GitLab",
          allowed: "one runner or more",
          fix: "add a runner with a name and a token, as in examples/small.yaml",
        }),
      ],
);

export const runnerNames: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap(({ index, runner }) => {
    const first = fleet.find((other) => other.runner.name === runner.name);
    if (first === undefined || first.index === index) return [];
    return [
      problem({
        code: "runner-duplicate",
        path: ["runners", index, "name"],
        value: runner.name,
        message: `runners[${first.index}] has the same name, and each name is one Helm release`,
        allowed: "a name for each runner",
        fix: `use another name, such as ${freeName(fleet, runner.name)}`,
      }),
    ];
  }),
);

/** Characters of a runner's name, by the schema. */
const maxName = 40;

/** A name with a number that no other runner has. */
function freeName(fleet: Parts["fleet"], name: string): string {
  const taken = fleet.map(({ runner }) => runner.name);
  for (let number = 2; ; number += 1) {
    const free = `${name.slice(0, maxName - 1 - String(number).length).replace(/-+$/, "")}-${number}`;
    if (!taken.includes(free)) return free;
  }
}

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
          "the manager's ServiceAccount gets this name, but Kubernetes creates one named default in every namespace",
        allowed: "any other name",
        fix: `use another name, such as ${freeName(fleet, "runner")}`,
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
