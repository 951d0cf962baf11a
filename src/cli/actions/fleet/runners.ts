/**
 * `glrunner runners create`, `verify`, `rotate`, `pause` and `resume`: change or compare the runners in GitLab. They report
 * every problem of the command line before the first request, and list every change before they make it.
 */
import type { Runner } from "../../../config";
import {
  rejectSharedTokens,
  createPlanText,
  applyCreateStep,
  doneText,
  setRunnerPaused,
  rotateToken,
  eachInTurn,
  findRunners,
  findTarget,
  runnersByDescription,
  planCreate,
  dryRunRow,
  stepsText,
  verifyRunners,
  verifyText,
  type RunnerOutcome,
  type GitLabConnection,
  type TokenStores,
  type RunnerTarget,
} from "../../../fleet/runners";
import { askYesNo } from "../../terminal/prompt";
import { decline, fail, type ConfigOption } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { inSession } from "./runners-session";

/** The owner of the runners in GitLab, from the options. */
type OwnerChoice =
  { readonly kind: "group" | "project"; readonly name: string } | { readonly kind: "instance" };

interface OwnerOptions {
  readonly group: string | undefined;
  readonly project: string | undefined;
  readonly instance: boolean;
}

interface ChangeOptions extends ConfigOption, OwnerOptions {
  readonly "dry-run": boolean;
  readonly yes: boolean;
}

interface ChangeFoundOptions extends ChangeOptions {
  readonly all: boolean;
}

export async function runRunnersCreate(call: CommandCall<ChangeOptions>): Promise<ExitCode> {
  const owners = ownerChoices(call);
  if (owners.length !== 1) {
    return fail(call, {
      code: owners.length === 0 ? "option-missing" : "option-conflict",
      message: "runners create takes one of --group ID or PATH, --project ID or PATH, and --instance",
      fix: "glrunner runners create --help",
    });
  }
  return inSession(call, "write", async (session) => {
    const { gitlab, runners } = session;
    const target = await targetOf(gitlab, owners[0]);
    if (target === undefined) return exitCodes.refused;
    const creation = { ...session, target, owner: await session.owner() };
    const steps = await planCreate(creation, runners);
    const idle = steps.every(({ kind }) => kind === "in line" || kind === "refused");
    const text = createPlanText(steps, target);
    if (call.values["dry-run"]) return printDryRun(call, steps, "make", text);
    call.terminal.err(text);
    if (!idle && !(await confirmed(call))) return decline(call, notChanged);
    return applySteps(call, steps, (step) => applyCreateStep(creation, step));
  });
}

export async function runRunnersVerify(call: CommandCall<ConfigOption>): Promise<ExitCode> {
  return inSession(call, "look", async ({ gitlab, runners, stores }) => {
    const rows = await verifyRunners(gitlab, runners, stores);
    call.print({ runners: rows }, verifyText(rows));
    const bad = rows.filter(({ verdict }) => verdict === "different" || verdict === "wrong");
    if (bad.length === 0) return exitCodes.ok;
    const names = bad.map(({ name }) => name);
    const message = `different from the configuration: ${names.join(", ")}`;
    return fail(call, { code: "runners-differ", message, details: { runners: names }, isPrinted: true });
  });
}

const ownKeys =
  "This command keeps the AWS keys of its environment: a login in another terminal does not change them.\n";

export async function runRunnersRotate(call: CommandCall<ChangeFoundOptions>): Promise<ExitCode> {
  const { ask, err } = call.terminal;
  const onLost = async (message: string, { aws }: TokenStores) => {
    if (ask === undefined) return false;
    const note = typeof aws().access.credentials === "function" ? "" : ownKeys;
    err(`The new token is not stored yet: ${message}\n${note}`);
    return askYesNo(call.terminal, "Fix it in another terminal. Store the token now? [y/N] ");
  };
  return changeFound(call, "rotate", (search, step) =>
    rotateToken(search, step, (message) => onLost(message, search.stores)),
  );
}

export function runRunnersPause(call: CommandCall<ChangeFoundOptions>): Promise<ExitCode> {
  return changeFound(call, "pause", (search, step) => setRunnerPaused(search, step, true));
}

export function runRunnersResume(call: CommandCall<ChangeFoundOptions>): Promise<ExitCode> {
  return changeFound(call, "resume", (search, step) => setRunnerPaused(search, step, false));
}

const notChanged = { what: "nothing was changed", approve: "--yes" };

type FoundRunner = Awaited<ReturnType<typeof findRunners>>[number];
type RunnerSearch = Parameters<typeof findRunners>[0];

const verbs = { rotate: "rotate the token of", pause: "pause", resume: "resume" } as const;

async function changeFound(
  call: CommandCall<ChangeFoundOptions>,
  action: keyof typeof verbs,
  change: (search: RunnerSearch, step: FoundRunner) => Promise<RunnerOutcome>,
): Promise<ExitCode> {
  const { values, positionals, terminal } = call;
  const owners = ownerChoices(call);
  if (owners.length > 1)
    return fail(call, { code: "option-conflict", message: "give one of --group, --project and --instance" });
  if (positionals.length > 0 === values.all)
    return fail(call, { code: "argument-invalid", message: "name runners, or give --all" });
  return inSession(call, action === "rotate" ? "write" : "pause", async (session) => {
    const target = await targetOf(session.gitlab, owners[0]);
    const search = { ...session, named: runnersByDescription(session.gitlab, target) };
    const found = await findRunners(search, session.runners);
    const steps = action === "rotate" ? rejectSharedTokens(found) : found;
    const text = stepsText(steps, verbs[action]);
    if (values["dry-run"]) return printDryRun(call, steps, action, text);
    terminal.err(text);
    if (steps.some(({ kind }) => kind === "found") && !(await confirmed(call)))
      return decline(call, notChanged);
    return applySteps(call, steps, (step) => change(search, step));
  });
}

/** Prints what would be done as the result of --dry-run. */
function printDryRun(
  call: CommandCall,
  steps: readonly Parameters<typeof dryRunRow>[0][],
  action: Parameters<typeof dryRunRow>[1],
  text: string,
): ExitCode {
  const rows = steps.map((step) => dryRunRow(step, action));
  call.print({ runners: rows }, text);
  return exitCodeOf(call, rows);
}

/** Makes the changes one after the other and prints the result of each. */
async function applySteps<T extends { readonly runner: Runner }>(
  call: CommandCall,
  steps: readonly T[],
  action: (step: T) => Promise<RunnerOutcome>,
): Promise<ExitCode> {
  const rows = await eachInTurn(
    steps,
    call.onInterrupt("the runner in progress, whose token must be stored"),
    action,
  );
  call.print({ runners: rows }, doneText(rows));
  return exitCodeOf(call, rows);
}

/** The exit code for the rows. Each failed row has its own message code. */
function exitCodeOf(
  call: CommandCall,
  rows: readonly Pick<RunnerOutcome, "name" | "code" | "message" | "fix">[],
): ExitCode {
  const failed = rows.filter(({ message }) => message !== undefined);
  if (failed.length === 0) return exitCodes.ok;
  return fail(call, {
    code: "runners-failed",
    message: `failed: ${failed.map(({ name }) => name).join(", ")}`,
    details: { runners: failed.map(({ name, code, message, fix }) => ({ name, code, message, fix })) },
    isPrinted: true,
  });
}

async function confirmed({ values, terminal }: CommandCall<ChangeOptions>): Promise<boolean> {
  if (values.yes) return true;
  return askYesNo(terminal, "Do this? [y/N] ");
}

function ownerChoices({
  values: { group, project, instance },
}: CommandCall<OwnerOptions>): readonly OwnerChoice[] {
  return [
    ...(group === undefined ? [] : [{ kind: "group", name: group } as const]),
    ...(project === undefined ? [] : [{ kind: "project", name: project } as const]),
    ...(instance ? [{ kind: "instance" } as const] : []),
  ];
}

async function targetOf(
  gitlab: GitLabConnection,
  choice: OwnerChoice | undefined,
): Promise<RunnerTarget | undefined> {
  if (choice === undefined) return undefined;
  if (choice.kind === "instance") return { type: "instance_type", name: "the whole instance" };
  return findTarget(gitlab, choice.kind, choice.name);
}
