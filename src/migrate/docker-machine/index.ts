/**
 * Turns the configuration of docker+machine runners into a configuration of this fleet. What has no place in it is
 * reported with the reason; secrets are never copied. Parts that the rules refuse are left out and reported, until the
 * rest is valid.
 */
import { parseConfig, type ConfigInput, type ParseOptions, type Problem } from "../../config";
import type { RunnerInput } from "../import-cluster/runner-input";
import type { CarriedOver, OldFleet } from "./old-runner";
import { convertedRunner } from "./runner-input";

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
    const one = convertedRunner(old, fleet, taken);
    taken.add(one.input.name);
    return one;
  });
  const twins = withoutSpot(
    converted.map((each) => each.input),
    taken,
  );
  const used = region ?? fleet.runners.find((old) => old.region !== undefined)?.region ?? "";
  const input: ConfigInput = {
    name,
    region: used,
    ...(Object.keys(fleet.tags).length > 0 && { tags: { ...fleet.tags } }),
    runners: [...converted.map((each) => each.input), ...twins],
    state: { backend: "local" },
  };
  const findings = [
    ...fleet.findings,
    ...converted.flatMap((each) => each.findings),
    ...twins.map(({ name: twin }) => ({
      key: `runners ${twin}`,
      what: "a new runner: every old one was on Spot, and jobs that must not be interrupted need another",
      fix: "create it in GitLab too, and give such jobs its tag, eks-on-demand",
    })),
  ];
  return withoutRefused(input, findings, options);
}

/** Jobs at once that must not be interrupted: few, as a deployment. */
const twinConcurrent = 10;

/** A runner that is safe from Spot interruptions, for each GitLab that would have none. The rules demand one. */
function withoutSpot(runners: readonly RunnerInput[], taken: ReadonlySet<string>): readonly RunnerInput[] {
  const addresses = [...new Set(runners.map(({ gitlabUrl }) => gitlabUrl))];
  return addresses.flatMap((gitlabUrl, index) => {
    const own = runners.filter((each) => each.gitlabUrl === gitlabUrl);
    if (own.some(({ compute }) => compute === "on-demand")) return [];
    const base = index === 0 ? "on-demand" : `on-demand-${index + 1}`;
    const name = taken.has(base) ? `${base}-safe` : base;
    const token = `env:TF_VAR_${name.replaceAll("-", "_")}_token`;
    return [
      {
        name,
        ...(gitlabUrl !== undefined && { gitlabUrl }),
        token,
        compute: "on-demand" as const,
        concurrent: twinConcurrent,
      },
    ];
  });
}

/** A configuration has few dozen optional parts; each round leaves out at least one. */
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
      what: `left out, because it would be refused: ${message}`,
      fix: "set it by hand where it is needed",
    });
  }
}

/** Parts of a runner without which it is still a runner. */
const removable = /^runners\[(\d+)\]\.(environment|job|manager|cache|tags|gitlabUrl|warm)(?:\.([^.[]+))?/;

function firstRemovable(input: ConfigInput, problems: readonly Problem[]) {
  for (const problem of problems) {
    const [, at, section = "", key] = removable.exec(problem.path) ?? [];
    const runner = at === undefined ? undefined : input.runners?.[Number(at)];
    if (runner === undefined) continue;
    const left = without(runner, section, key);
    if (left === undefined) continue;
    const runners = input.runners?.map((each) => (each === runner ? left : each));
    return { problem, input: { ...input, runners } };
  }
  return undefined;
}

/** Undefined where there is nothing to leave out. */
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
