/** `glrunner pipeline generate` and `pipeline lint FILE`: pipelines for the configuration's runners. They ask nobody. */
import { readFileSync } from "node:fs";
import { normalize } from "node:path";
import type { Config } from "../config";
import { codeQuality, fleetOf, generate, lint, lintText, problemsText } from "../pipeline";
import { exitCodes, fail, load, usage, type Call, type ExitCode } from "./call";
import { isCount, mostJobs } from "./jobs";

export const lintFormats = ["terminal", "codequality"] as const;

export function runPipelineGenerate(call: Call): ExitCode {
  const { jobs, languages = false } = call.values;
  if (jobs !== undefined && !isCount(jobs)) {
    return usage(call, `--jobs takes a whole number from 1 to ${mostJobs}, not ${jobs}`);
  }
  const fleet = openFleet(call);
  if (typeof fleet === "number") return fleet;
  const most = fleet.reduce((sum, { concurrent }) => sum + concurrent, 0);
  // Languages alone, unless hello was asked for as well.
  const hello = jobs === undefined ? (languages ? 0 : most) : Number(jobs);
  const { text, ...result } = generate(fleet, { jobs: hello, languages });
  call.print(result, text);
  return exitCodes.ok;
}

export function runPipelineLint(call: Call): ExitCode {
  const { format } = call.values;
  const [path, ...more] = call.positionals;
  if (path === undefined || more.length > 0) return usage(call, "pipeline lint takes one file");
  if (!lintFormats.some((each) => each === format)) {
    return usage(call, `--format is one of ${lintFormats.join(", ")}, not ${format}`);
  }
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    fail(call, `the pipeline cannot be read: ${reason}`, "name a file such as .gitlab-ci.yml");
    return exitCodes.refused;
  }
  const fleet = openFleet(call);
  if (typeof fleet === "number") return fleet;
  // GitLab wants the path from the repository's folder.
  const file = normalize(path);
  const outcome = lint(source, fleet);
  if (!outcome.ok) {
    call.terminal.err(problemsText(file, outcome.problems));
    return exitCodes.refused;
  }
  const { result } = outcome;
  const text =
    format === "codequality"
      ? `${JSON.stringify(codeQuality(file, result), null, 2)}\n`
      : lintText(file, result);
  call.print({ file, ...result }, text);
  return result.findings.some(({ level }) => level === "error") ? exitCodes.failed : exitCodes.ok;
}

/** The exit code when something was refused, which has been said then. */
function openFleet(call: Call) {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  if (config.runners.length === 0) return usage(call, "the configuration has no runners");
  const tags = new Map<string, readonly string[]>();
  for (const given of call.values.tag ?? []) {
    const [name, names] = tagsOf(config, given);
    if (names.length === 0)
      return usage(call, `--tag takes RUNNER=TAG,TAG with the name of a runner, not ${given}`);
    tags.set(name, names);
  }
  return fleetOf(config, tags);
}

/** No tags for what is not understood. */
function tagsOf({ runners }: Config, given: string): readonly [string, readonly string[]] {
  const [, name = "", list = ""] = /^([^=]+)=(.+)$/.exec(given) ?? [];
  const tags = list.split(",").filter((tag) => tag !== "");
  return [name, runners.some((runner) => runner.name === name) ? tags : []];
}
