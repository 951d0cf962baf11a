/** `glrunner pipeline generate` and `pipeline lint FILE`: pipelines for the configured runners. Both read files only. */
import { normalize } from "node:path";
import { messageOf } from "../../../clients/system/error-message";
import {
  codeQuality,
  fleetOf,
  generate,
  lint,
  lintText,
  localFiles,
  problemsText,
  readBounded,
  repositoryOf,
  repositoryPath,
} from "../../../fleet/pipeline";
import { fail, type ConfigOption, type JobCountOptions } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { load } from "../../context/load-config";
import { paint } from "../../terminal/terminal";

interface GenerateOptions extends JobCountOptions {
  readonly languages: boolean;
  readonly build: boolean;
}

interface LintOptions extends ConfigOption {
  readonly format: "terminal" | "codequality";
  readonly strict: boolean;
}

export function runPipelineGenerate(call: CommandCall<GenerateOptions>): ExitCode {
  const { jobs, languages, build } = call.values;
  const fleet = openFleet(call);
  if (typeof fleet === "number") return fleet;
  if (build && fleet.every((runner) => runner.build === undefined)) {
    return fail(call, {
      code: "argument-invalid",
      message: "no runner of the configuration builds images",
      fix: "set build: docker or build: rootless for a runner on nodes",
    });
  }
  const allAtOnce = fleet.reduce((sum, { concurrent }) => sum + concurrent, 0);
  // --languages and --build alone add no other jobs.
  const hello = jobs ?? (languages || build ? 0 : allAtOnce);
  const { text, ...result } = generate(fleet, { jobs: hello, languages, build });
  call.print(result, text);
  return exitCodes.ok;
}

export function runPipelineLint(call: CommandCall<LintOptions, readonly [string]>): ExitCode {
  const { format, strict } = call.values;
  const [path] = call.positionals;
  let source: string;
  try {
    source = readBounded(path);
  } catch (error) {
    const reason = messageOf(error);
    return fail(call, {
      code: "input-unreadable",
      message: `the pipeline cannot be read: ${reason}`,
      fix: "name a file such as .gitlab-ci.yml",
    });
  }
  const fleet = openFleet(call);
  if (typeof fleet === "number") return fleet;
  const file = normalize(path);
  const outcome = lint(source, fleet, localFiles(repositoryOf(path)));
  if (!outcome.ok) {
    const { problems } = outcome;
    paint(call.terminal, "err", problemsText(file, problems));
    const message = `${file} has ${problems.length} problems`;
    return fail(call, { code: "pipeline-refused", message, details: { file, problems }, isPrinted: true });
  }
  const { result } = outcome;
  const text =
    format === "codequality"
      ? `${JSON.stringify(codeQuality(repositoryPath(path), result), null, 2)}\n`
      : lintText(file, result);
  call.print({ file, ...result }, text);
  if (result.jobs === 0)
    return fail(call, {
      code: "pipeline-nothing-checked",
      message: `${file} has no jobs`,
      isPrinted: true,
    });
  const rules = result.findings.filter(({ level }) => strict || level === "error").map(({ rule }) => rule);
  if (rules.length === 0) return exitCodes.ok;
  return fail(call, {
    code: "pipeline-errors",
    message: `${file} has ${rules.length} findings that fail`,
    details: { rules: [...new Set(rules)] },
    isPrinted: true,
  });
}

/** @returns the runners as the linter sees them, or an exit code after printing why there are none */
function openFleet(call: CommandCall<ConfigOption>) {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  if (config.runners.length === 0)
    return fail(call, { code: "no-runners", message: "the configuration has no runners" });
  return fleetOf(config);
}
