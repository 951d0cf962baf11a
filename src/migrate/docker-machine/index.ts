/**
 * Converts the configuration of docker+machine runners to a configuration of glrunner. It reports settings without a
 * counterpart and never copies secrets. It leaves out and reports each part that the rules refuse, until the rest is valid.
 */
import { parseConfig, type ConfigInput, type ParseOptions, type Problem } from "../../config";
import type { RunnerInput } from "../runner-input";
import type { CarriedOver, OldFleet } from "./old-runner";
import { convertedRunner } from "./convert-runner";

export { fleetFromTfvars } from "./from-tfvars";
export { fleetFromToml } from "./from-toml";
export type { CarriedOver, OldFleetRead } from "./old-runner";

interface Cluster {
  readonly name: string;
  /** @default the Region of the old machines */
  readonly region?: string;
}

type MigrationResult =
  | {
      readonly ok: true;
      readonly input: ConfigInput;
      readonly warnings: readonly Problem[];
      readonly findings: readonly CarriedOver[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function configurationFromFleet(
  fleet: OldFleet,
  { name, region }: Cluster,
  options: ParseOptions,
): MigrationResult {
  const taken = new Set<string>();
  const converted = fleet.runners.map((old) => {
    const runner = convertedRunner(old, fleet, taken);
    taken.add(runner.input.name);
    return runner;
  });
  const runners = converted.map((runner) => runner.input);
  const onDemand = onDemandRunners(runners, taken);
  const input: ConfigInput = {
    name,
    region: region ?? fleet.runners.find((old) => old.region !== undefined)?.region ?? "",
    ...(Object.keys(fleet.tags).length > 0 && { tags: { ...fleet.tags } }),
    runners: [...runners, ...onDemand],
    state: { backend: "local" },
  };
  const findings = [
    ...fleet.findings,
    ...converted.flatMap((runner) => runner.findings),
    ...onDemand.map((runner) => ({
      key: `runners ${runner.name}`,
      what: "a new runner: every old runner used Spot, and jobs that must not be interrupted need on-demand nodes",
      fix: "create it in GitLab too, and give such jobs its tag eks-on-demand",
    })),
  ];
  return withoutRefused(input, findings, options);
}

/** Few jobs must not be interrupted, such as deployments. */
const onDemandConcurrent = 10;

/** An on-demand runner for each GitLab whose runners all use Spot: the rules require one. */
function onDemandRunners(
  runners: readonly RunnerInput[],
  taken: ReadonlySet<string>,
): readonly RunnerInput[] {
  const addresses = [...new Set(runners.map(({ gitlabUrl }) => gitlabUrl))];
  return addresses.flatMap((gitlabUrl, index) => {
    const own = runners.filter((runner) => runner.gitlabUrl === gitlabUrl);
    if (own.some(({ compute }) => compute === "on-demand")) return [];
    const base = index === 0 ? "on-demand" : `on-demand-${index + 1}`;
    const name = taken.has(base) ? `${base}-safe` : base;
    const token = `env:TF_VAR_${name.replaceAll("-", "_")}_token`;
    return [
      {
        name,
        gitlabUrl,
        token,
        compute: "on-demand" as const,
        concurrent: onDemandConcurrent,
      },
    ];
  });
}

/** A configuration has a few dozen optional parts, and each round leaves out at least one. */
const maxRounds = 100;

function withoutRefused(
  given: ConfigInput,
  known: readonly CarriedOver[],
  options: ParseOptions,
): MigrationResult {
  let input = given;
  const findings = [...known];
  for (let round = 0; ; round += 1) {
    const parsed = parseConfig(input, options);
    if (parsed.ok) return { ok: true, input, warnings: parsed.warnings, findings };
    const removed = round < maxRounds ? firstRemovable(input, parsed.problems) : undefined;
    if (removed === undefined) return { ok: false, problems: parsed.problems };
    input = removed.input;
    const { path, message } = removed.problem;
    findings.push({
      key: path,
      what: `left out, because the rules refuse it: ${message}`,
      fix: "set a valid value if you need it",
    });
  }
}

/** The optional parts of a runner. */
const removable = /^runners\[(\d+)\]\.(environment|job|manager|cache|tags|gitlabUrl|warm)(?:\.([^.[]+))?/;

function firstRemovable(input: ConfigInput, problems: readonly Problem[]) {
  for (const problem of problems) {
    const [, at, section = "", key] = removable.exec(problem.path) ?? [];
    const runner = at === undefined ? undefined : input.runners?.[Number(at)];
    if (runner === undefined) continue;
    const rest = without(runner, section, key);
    if (rest === undefined) continue;
    const runners = input.runners?.map((each) => (each === runner ? rest : each));
    return { problem, input: { ...input, runners } };
  }
  return undefined;
}

/** The runner without this section or key; undefined if it does not have it. */
function without(runner: RunnerInput, section: string, key: string | undefined): RunnerInput | undefined {
  const entry = Object.entries(runner).find(([name]) => name === section);
  if (entry === undefined) return undefined;
  const [, value] = entry;
  if (key !== undefined && typeof value === "object" && !Array.isArray(value)) {
    const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    if (Object.keys(rest).length < Object.keys(value).length) return { ...runner, [section]: rest };
  }
  const { name, token } = runner;
  const others = Object.fromEntries(Object.entries(runner).filter(([each]) => each !== section));
  return { ...others, name, token };
}
