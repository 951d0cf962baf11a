/** Options below `runners[].job` follow the rules of `extraToml`, and must be valid for Kubernetes and the runner. */
import type { Path } from "../paths";
import { notEvicted, poolLabel } from "../resource-names";
import { jobSection } from "../runner-toml/section";
import { tomlSettings } from "../runner-toml/settings";
import { fargateSettings } from "./fargate-pod-settings";
import { escapes, jobPlacements } from "./job-escapes";
import { eachRunner, needs, type Rule } from "./rule";

/** Path of the option that sets a TOML key. */
function optionPath(index: number, key: readonly string[]): Path {
  const row = tomlSettings.find(
    (setting) => setting.kind === "job" && setting.key.every((part, at) => part === key[at]),
  );
  return ["runners", index, ...(row?.option ?? "job").split(".")];
}

export const jobSettings: Rule = needs(["fleet"], ({ fleet }, { sections }) => {
  const placementOf = jobPlacements(fleet, sections);
  return fleet.map(({ index, runner }) => {
    const section = jobSection(runner.job);
    const pathOf = (key: readonly string[]) => optionPath(index, key);
    return [
      escapes(section, pathOf, placementOf(runner)),
      runner.compute === "fargate" && fargateSettings(section, pathOf),
    ];
  });
});

/** On Fargate the profile alone decides where a pod runs. */
export const fargateNodeChoice: Rule = eachRunner(
  ({ index, runner: { compute, job } }) =>
    compute === "fargate" &&
    (["nodeSelector", "tolerations"] as const)
      .filter((key) => Object.keys(job[key]).length > 0)
      .map((key) => ({
        code: "fargate-node-choice",
        path: ["runners", index, "job", key],
        value: job[key],
        message: "Fargate places each pod by the namespace of its profile and has no nodes to choose from",
        allowed: `${key} with compute spot, spot-first or on-demand`,
        fix: "remove it, or use a class of nodes, such as on-demand",
      })),
);

const evictionNames = Object.values(notEvicted).flatMap((annotation) => Object.keys(annotation));
const computedLabels = [poolLabel, "kubernetes.io/arch", "karpenter.sh/capacity-type"];
const isOurs = (name: string) => name.startsWith("glrunner/");

/** Names that would replace those by which glrunner finds, places and protects jobs. */
const reserved: readonly {
  readonly key: "labels" | "annotations" | "nodeSelector" | "tolerations";
  readonly isReserved: (name: string) => boolean;
}[] = [
  { key: "labels", isReserved: isOurs },
  { key: "annotations", isReserved: (name) => isOurs(name) || evictionNames.includes(name) },
  { key: "nodeSelector", isReserved: (name) => computedLabels.includes(name) },
  { key: "tolerations", isReserved: (name) => name.split("=")[0] === poolLabel },
];

export const reservedJobNames: Rule = eachRunner(({ index, runner: { job } }) =>
  reserved.map(({ key, isReserved }) =>
    Object.keys(job[key])
      .filter(isReserved)
      .map((name) => ({
        code: "job-name-reserved",
        path: ["runners", index, "job", key, name],
        value: job[key][name],
        message: `glrunner sets ${name} itself`,
        allowed: "other names",
        fix: key === "nodeSelector" || key === "tolerations" ? "use compute and nodePool" : "remove it",
      })),
  ),
);

/** Source: gitlab-org/gitlab-runner helpers/pull_policies/pull_policies.go (19.4): an empty intersection fails the job. */
export const allowedPullPolicies: Rule = eachRunner(({ index, runner: { job } }) => {
  const { pullPolicies } = job.allowed;
  const policies = [job.pullPolicy].flat();
  if (pullPolicies === undefined || policies.some((policy) => pullPolicies.includes(policy)))
    return undefined;
  return {
    code: "pull-policy-not-allowed",
    path: ["runners", index, "job", "allowed", "pullPolicies"],
    value: pullPolicies,
    message: `pullPolicy is ${policies.join(", ")}, which is not allowed here, so the runner would refuse each job`,
    allowed: "at least one policy of pullPolicy",
    fix: `add ${policies.join(" or ")}`,
  };
});
