/**
 * `glrunner init`: writes a configuration with comments from a preset and the answers to a few questions. It asks only
 * at a terminal, and only what no option answers. It never overwrites a file.
 */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { configFile, problemsText, parseConfig, severityOf } from "../../../config";
import type { ConfigInput, ParseResult, Problem } from "../../../config";
import { suggestion } from "../../../config/input/suggestion";
import { problem } from "../../../config/input/problems";
import { defaultPreset, isPresetName, presetNames, presets, type PresetName } from "../../../config/presets";
import { isProblem, questions, type Question } from "../../../config/presets/questions";
import { isPublicAddress } from "../../../config/ipv4";
import { publicAddress } from "../../../clients/system/public-address";
import { region as regionSchema } from "../../../config/schema/common";
import { decline, fail, homeOf, today } from "../../context/command-context";
import { wrapPage } from "../../terminal/text-width";
import type { CommandCall } from "../../definition/command";
import type { ExitCode } from "../../exit-codes";
import { printWarnings, refuseConfiguration } from "../../context/load-config";
import { paint, type Terminal } from "../../terminal/terminal";
import type { InitCall } from "./init-options";
import { initFromRunners } from "./from-runners";
import { initFromState } from "./from-state";
import { writeConfiguration } from "./write-configuration";

type Ask = NonNullable<Terminal["ask"]>;

export async function runInit(call: InitCall): Promise<ExitCode> {
  const { values, terminal } = call;
  const leaving = call.onInterrupt();
  const ask: Ask | undefined =
    values.yes || terminal.ask === undefined ? undefined : asking(terminal.ask, leaving);
  try {
    return await initWithAnswers(call, ask);
  } catch (error) {
    if (!(error instanceof QuestionLeft)) throw error;
    terminal.err("\n");
    if (!leaving.aborted)
      return decline(call, { what: "nothing was written", approve: "glrunner init --yes" });
    const message = "interrupted; nothing was written";
    return fail(call, { code: "interrupted", message, fix: "run it again, or answer with options" });
  }
}

/** Ctrl-C or Ctrl-D at a question. */
class QuestionLeft extends Error {}

function asking(ask: Ask, leaving: AbortSignal): Ask {
  return (question) =>
    ask(question, leaving).catch(() => {
      throw new QuestionLeft();
    });
}

async function initWithAnswers(call: InitCall, ask: Ask | undefined): Promise<ExitCode> {
  const { values, env } = call;
  const file = configFile({ path: values.output, env, cwd: process.cwd() });
  if (existsSync(file))
    return fail(call, {
      code: "file-exists",
      message: `${file} already exists, and init overwrites no file`,
      fix: "name another file with --output FILE",
    });
  if (!existsSync(dirname(file)))
    return fail(call, { code: "folder-missing", message: `there is no folder ${dirname(file)}` });
  for (const source of ["from-runner-config", "from-tfvars"] as const) {
    const given = values[source];
    if (given !== undefined) return initFromRunners(call, file, source, given);
  }
  if (values["from-state"] !== undefined) return initFromState(call, file, values["from-state"]);
  const preset = await chosenPreset(call, ask);
  if (typeof preset !== "string") return refuseConfiguration(call, [preset]);
  const flagged = withOptions(call, preset);
  if (!("input" in flagged)) return refuseConfiguration(call, flagged.problems);
  let { input } = flagged;
  if (ask !== undefined)
    for (const question of flagged.open) input = await askQuestion(call, ask, question, input);
  const parsed = parse(call, input);
  if (!parsed.ok) return refuseConfiguration(call, parsed.problems);
  printWarnings(call, parsed.warnings);
  const { reasons, purpose, checklist = [] } = presets[preset];
  const origin = `glrunner init --preset ${preset}`;
  return writeConfiguration(call, {
    ...{ file, input, reasons, purpose, checklist, origin },
    about: { preset },
  });
}

/** Parses without the overrides of this environment, which are not part of the file. */
function parse({ env }: CommandCall, input: ConfigInput): ParseResult {
  return parseConfig(input, { env: {}, today: today(), home: homeOf(env) });
}

async function chosenPreset(
  { values, terminal }: InitCall,
  ask: Ask | undefined,
): Promise<PresetName | Problem> {
  if (values.preset !== undefined) return values.preset;
  if (ask === undefined) return defaultPreset;
  terminal.err(presetNames.map((name) => `  ${name.padEnd(10)} ${presets[name].summary}\n`).join(""));
  for (;;) {
    const answer = (await ask(`preset [${defaultPreset}]: `)).trim();
    const preset = presetOf(answer === "" ? defaultPreset : answer);
    if (typeof preset === "string") return preset;
    paint(terminal, "err", problemsText([preset]));
  }
}

function presetOf(text: string): PresetName | Problem {
  if (isPresetName(text)) return text;
  const near = suggestion(text, presetNames);
  return problem({
    code: "not-allowed",
    path: "--preset",
    value: text,
    message: "there is no such preset",
    allowed: `one of ${presetNames.join(", ")}`,
    fix: near === undefined ? "give one of what is allowed" : `did you mean ${near}?`,
  });
}

type Flagged =
  | { readonly input: ConfigInput; readonly open: readonly Question[] }
  | { readonly problems: readonly Problem[] };

/** The preset with the values of the options, and the questions that no option answers. */
function withOptions(call: InitCall, preset: PresetName): Flagged {
  let input = inRegionOf(call.env, presets[preset].input);
  const all = questions(input, { address: publicAddress(isPublicAddress) });
  const problems = unknownTokens(call, all);
  const open: Question[] = [];
  for (const question of all) {
    const given = givenFor(call, question);
    const answered = given === undefined ? input : question.answer(input, given);
    if (given === undefined) open.push(question);
    if (isProblem(answered)) problems.push(answered);
    else input = answered;
  }
  const parsed = parse(call, input);
  const given = all.filter((question) => givenFor(call, question) !== undefined);
  if (!parsed.ok) problems.push(...parsed.problems.map((found) => underOption(found, given)));
  return problems.length > 0 ? { problems } : { input, open };
}

/** A problem of an option's value names the option instead of the key, because there is no file yet. */
function underOption(found: Problem, given: readonly Question[]): Problem {
  const question = given.find(({ path }) => found.path.startsWith(path));
  return question === undefined ? found : { ...found, path: `--${question.option}` };
}

/** The Region that AWS's own tools would use. */
function inRegionOf(env: NodeJS.ProcessEnv, input: ConfigInput): ConfigInput {
  const region = regionSchema.safeParse(env.AWS_REGION ?? env.AWS_DEFAULT_REGION);
  return region.success ? { ...input, region: region.data } : input;
}

/** Splits `fargate=ssm:/ci/fargate` into the runner and the place of its token. */
function tokenOption(text: string): { readonly runner: string; readonly reference: string } {
  const at = text.indexOf("=");
  return { runner: text.slice(0, Math.max(at, 0)), reference: text.slice(at + 1) };
}

function givenFor({ values }: InitCall, { option, runners }: Question): string | undefined {
  if (option !== "token") return values[option];
  return values.token.map(tokenOption).findLast(({ runner }) => runners.includes(runner))?.reference;
}

/** Refuses tokens of unknown runners. The message does not repeat the text, which may be a token. */
function unknownTokens({ values }: InitCall, all: readonly Question[]): Problem[] {
  const runners = all.flatMap((question) => question.runners);
  const unknown = values.token.filter((text) => !runners.includes(tokenOption(text).runner));
  if (unknown.length === 0) return [];
  const named = runners.map((runner) => `${runner}=REFERENCE`).join(", ");
  return [
    problem({
      code: "wrong-form",
      path: "--token",
      message: "the preset has no such runner",
      allowed: named === "" ? "nothing: the preset has no runners" : named,
      fix: "give the runner's name, = and the place of its token, such as fargate=ssm:/ci/fargate",
    }),
  ];
}

/** Asks until the answer is empty or valid. The same answer again overrules a warning. */
async function askQuestion(
  call: CommandCall,
  ask: Ask,
  question: Question,
  input: ConfigInput,
): Promise<ConfigInput> {
  const { option, runners, about, path } = question;
  const lines = about.split("\n").flatMap((line) => wrapPage(line, ""));
  call.terminal.err(`\n${lines.join("\n")}\n`);
  const what = option === "token" ? `token of ${runners.join(", ")}` : option;
  let before: string | undefined;
  for (;;) {
    const typed = (await ask(`${what} [${question.suggested ?? question.present(input)}]: `)).trim();
    const text = typed === "" ? (question.suggested ?? "") : typed;
    if (text === "") return input;
    const answered = question.answer(input, text);
    const found = isProblem(answered) ? [answered] : problemsAt(parse(call, answered), path);
    const harmless = found.every(
      ({ code }) => severityOf(code) === "warning" || code === question.repeated?.code,
    );
    if (!isProblem(answered)) {
      if (found.length === 0) return answered;
      const isRefused = found.some(({ code }) => code === question.repeated?.code);
      if (harmless && text === before) return { ...answered, ...(isRefused && question.repeated?.input) };
    }
    paint(call.terminal, "err", problemsText(found));
    if (harmless) call.terminal.err("Type the same value again to use it anyway.\n");
    before = text;
  }
}

/** The problems of an answer. Warnings count only at the answer's own path. */
function problemsAt(parsed: ParseResult, path: string): readonly Problem[] {
  return parsed.ok ? parsed.warnings.filter((found) => found.path.startsWith(path)) : parsed.problems;
}
