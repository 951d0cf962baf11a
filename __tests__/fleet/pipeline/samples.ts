/** A fleet of three kinds of runner, and what is found in a pipeline for it. */
import { fleetOf, type FleetRunner } from "../../../src/fleet/pipeline/fleet-runner";
import { lint, type LintResult } from "../../../src/fleet/pipeline/lint/lint";
import { configOf } from "../../support/synth";

type Mapping = Readonly<Record<string, unknown>>;

export function fleet(runners: readonly Mapping[], nodePools?: Mapping): readonly FleetRunner[] {
  const named = runners.map((runner, index) => ({ token: `env:TF_VAR_token${index}`, ...runner }));
  const config = configOf({
    name: "glrunner",
    region: "us-west-2",
    cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } },
    ...(nodePools && { addons: { karpenter: { nodePools } } }),
    runners: named,
  });
  return fleetOf(config);
}

export const fargate = { name: "fargate", compute: "fargate", concurrent: 100 };
/** Lets jobs choose any size by variable; the configuration would refuse as much by `job.overwrites` on Fargate. */
export const anySize = {
  extraToml: [
    "[[runners]]",
    "[runners.kubernetes]",
    ...["cpu", "memory", "ephemeral_storage"].flatMap((what) =>
      ["request", "limit"].map(
        (kind) => `${what}_${kind}_overwrite_max_allowed = "${what === "cpu" ? "192" : "500Gi"}"`,
      ),
    ),
  ].join("\n"),
};
export const spot = { name: "spot", compute: "spot", concurrent: 50 };
const builder = { name: "builder", compute: "on-demand", concurrent: 10, job: { privileged: true } };
const standard = fleet([fargate, spot, builder]);

export function linted(yaml: string, runners = standard): LintResult {
  const outcome = lint(yaml, runners);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.result;
}

/** Of one rule: level, line and job, what is wrong, and what to use. */
export function found(
  rule: string,
  yaml: string,
  runners = standard,
): readonly (readonly [string, string, string])[] {
  return linted(yaml, runners)
    .findings.filter((each) => each.rule === rule)
    .flatMap(({ places, ...each }) =>
      places.flatMap(({ line, jobs }) => jobs.map((job) => ({ ...each, line, job }))),
    )
    .map(({ level, line, job, message, fix }) => [`${level} ${line} ${job}`, message, fix]);
}
