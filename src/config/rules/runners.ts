/** Names and namespaces that suit all runners of a configuration together. */
import { jobNamespace } from "../resolve/resolve";
import { managerNamespace } from "../config";
import type { FleetEntry } from "../input/parse-sections";
import { eachRunner, needs, type Rule } from "./rule";

/** The tutorial installs its runners with Helm, outside Terraform. */
export const someRunner: Rule = needs(
  ["versions", "runners"],
  ({ versions, runners }) =>
    runners.length === 0 &&
    versions.set !== "tutorial" && {
      code: "runners-none",
      path: ["runners"],
      value: runners,
      message: "there is no runner, so the cluster runs no job of GitLab",
      allowed: "one runner or more",
      fix: "add a runner with a name and a token, as in examples/small.yaml",
    },
);

export const runnerNames: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.map(({ index, runner }) => {
    const first = fleet.find((other) => other.runner.name === runner.name);
    return (
      first !== undefined &&
      first.index !== index && {
        code: "runner-duplicate",
        path: ["runners", index, "name"],
        value: runner.name,
        message: `runners[${first.index}] has the same name, and each name is one Helm release`,
        allowed: "a name for each runner",
        fix: `use another name, such as ${freeName(fleet, runner.name)}`,
      }
    );
  }),
);

/** Characters of a runner's name, by the schema. */
const maxName = 40;

/** A name with a number that no other runner has. */
function freeName(fleet: readonly FleetEntry[], name: string): string {
  const names = fleet.map(({ runner }) => runner.name);
  for (let number = 2; ; number += 1) {
    const free = `${name.slice(0, maxName - 1 - String(number).length).replace(/-+$/, "")}-${number}`;
    if (!names.includes(free)) return free;
  }
}

/** A manager's ServiceAccount has its runner's name, and every namespace already has one named `default`. */
export const reservedNames: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => runner.name === "default")
    .map(({ index, runner }) => ({
      code: "runner-name-reserved",
      path: ["runners", index, "name"],
      value: runner.name,
      message:
        "the manager's ServiceAccount gets this name, but Kubernetes creates one named default in every namespace",
      allowed: "any other name",
      fix: `use another name, such as ${freeName(fleet, "runner")}`,
    })),
);

const systemNamespaces: ReadonlyMap<string, string> = new Map([
  ["default", "objects without a namespace land there"],
  ["karpenter", "Karpenter runs there"],
  ["aws-observability", "Fargate reads its logging settings there"],
  [managerNamespace, "the runner managers run there, with the right to create pods"],
]);

export const jobNamespaces: Rule = eachRunner(({ index, runner }) => {
  const value = jobNamespace(runner);
  const reason = value.startsWith("kube-")
    ? "Kubernetes reserves namespaces that begin with kube-"
    : systemNamespaces.get(value);
  if (reason === undefined) return undefined;
  return {
    code: "namespace-reserved",
    path: ["runners", index, "namespace"],
    value,
    message: `jobs cannot run in this namespace: ${reason}`,
    allowed: "a namespace of their own",
    fix: `remove it, or use gitlab-jobs-${runner.compute}`,
  };
});
