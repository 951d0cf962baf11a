/**
 * `glrunner runners create`, `verify`, `rotate`, `pause` and `resume`: the runners in GitLab. All that is wrong with
 * the command is reported before any call, and every step before it is done.
 */
import { awsContext } from "../../clients/aws/aws-client";
import type { Config, Runner } from "../../config";
import { ownerTags } from "../../config/resource-names";
import {
  rejectSharedTokens,
  selectedRunners,
  createPlanText,
  applyCreateStep,
  doneText,
  setRunnerPaused,
  rotateToken,
  eachInTurn,
  findRunners,
  findTarget,
  gitlabOf,
  inputProblems,
  runnersByDescription,
  planCreate,
  dryRunRow,
  stepsText,
  GitLabRunnerError,
  verifyRunners,
  verifyText,
  type RunnerOutcome,
  type GitLabConnection,
  type InputProblem,
  type Owner,
  type TokenStores,
  type RunnerTarget,
} from "../../fleet/runners";
import { awsAccess, callerIdentity } from "../../clients/aws/aws-access";
import { askYesNo } from "../terminal/prompt";
import { decline, fail, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";

interface Session {
  readonly config: Config;
  readonly runners: readonly Runner[];
  readonly gitlab: GitLabConnection;
  readonly stores: TokenStores;
  readonly owner: () => Promise<Owner>;
}

/** Where runners are, as the options say it. */
type Where = { readonly kind: "group" | "project"; readonly name: string } | { readonly kind: "instance" };

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
  const where = whereOf(call);
  if (where.length !== 1) {
    return fail(call, {
      code: where.length === 0 ? "option-missing" : "option-conflict",
      message: "runners create takes one of --group ID or PATH, --project ID or PATH, and --instance",
      fix: "glrunner runners create --help",
    });
  }
  return inSession(call, "write", async (session) => {
    const { gitlab, runners } = session;
    const target = await targetOf(gitlab, where[0]);
    if (target === undefined) return exitCodes.refused;
    const creation = { ...session, target, owner: await session.owner() };
    const steps = await planCreate(creation, runners);
    const idle = steps.every(({ kind }) => kind === "in line" || kind === "refused");
    const text = createPlanText(steps, target);
    if (call.values["dry-run"]) return shown(call, steps, "make", text);
    call.terminal.err(text);
    if (!idle && !(await confirmed(call))) return decline(call, undone);
    return finished(call, steps, (step) => applyCreateStep(creation, step));
  });
}

export async function runRunnersVerify(call: CommandCall<ConfigOption>): Promise<ExitCode> {
  return inSession(call, "look", async ({ gitlab, runners, stores }) => {
    const rows = await verifyRunners(gitlab, runners, stores);
    call.print({ runners: rows }, verifyText(rows));
    const bad = rows.filter(({ verdict }) => verdict === "different" || verdict === "wrong");
    if (bad.length === 0) return exitCodes.ok;
    const names = bad.map(({ name }) => name);
    const message = `not as the configuration says: ${names.join(", ")}`;
    return fail(call, { code: "runners-differ", message, details: { runners: names }, isPrinted: true });
  });
}

const ownKeys = "The AWS keys are those of this command's environment: no login elsewhere changes them.\n";

export async function runRunnersRotate(call: CommandCall<ChangeFoundOptions>): Promise<ExitCode> {
  const { ask, err } = call.terminal;
  const onLost = async (message: string, { aws }: TokenStores) => {
    if (ask === undefined) return false;
    const stay = typeof aws().access.credentials === "function" ? "" : ownKeys;
    err(`The new token is in no place yet: ${message}\n${stay}`);
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

const undone = { what: "nothing was changed", approve: "--yes" };

type Found = Awaited<ReturnType<typeof findRunners>>[number];
type Search = Parameters<typeof findRunners>[0];

const verbs = { rotate: "rotate the token of", pause: "pause", resume: "resume" } as const;

async function changeFound(
  call: CommandCall<ChangeFoundOptions>,
  action: keyof typeof verbs,
  take: (search: Search, step: Found) => Promise<RunnerOutcome>,
): Promise<ExitCode> {
  const { values, positionals, terminal } = call;
  const where = whereOf(call);
  if (where.length > 1)
    return fail(call, { code: "option-conflict", message: "give one of --group, --project and --instance" });
  if (positionals.length > 0 === values.all)
    return fail(call, { code: "argument-invalid", message: "name runners, or give --all" });
  return inSession(call, action === "rotate" ? "write" : "pause", async (session) => {
    const target = await targetOf(session.gitlab, where[0]);
    const search = { ...session, named: runnersByDescription(session.gitlab, target) };
    const found = await findRunners(search, session.runners);
    const steps = action === "rotate" ? rejectSharedTokens(found) : found;
    const text = stepsText(steps, verbs[action]);
    if (values["dry-run"]) return shown(call, steps, action, text);
    terminal.err(text);
    if (steps.some(({ kind }) => kind === "found") && !(await confirmed(call))) return decline(call, undone);
    return finished(call, steps, (step) => take(search, step));
  });
}

/** With --dry-run what would be done is the result. */
function shown(
  call: CommandCall,
  steps: readonly Parameters<typeof dryRunRow>[0][],
  action: Parameters<typeof dryRunRow>[1],
  text: string,
): ExitCode {
  const rows = steps.map((step) => dryRunRow(step, action));
  call.print({ runners: rows }, text);
  return endOf(call, rows);
}

async function finished<T extends { readonly runner: Runner }>(
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
  return endOf(call, rows);
}

/** Each row has its own code. */
function endOf(
  call: CommandCall,
  rows: readonly Pick<RunnerOutcome, "name" | "code" | "message" | "fix">[],
): ExitCode {
  const failed = rows.filter(({ message }) => message !== undefined);
  if (failed.length === 0) return exitCodes.ok;
  return fail(call, {
    code: "runners-failed",
    message: `not done: ${failed.map(({ name }) => name).join(", ")}`,
    details: { runners: failed.map(({ name, code, message, fix }) => ({ name, code, message, fix })) },
    isPrinted: true,
  });
}

async function confirmed({ values, terminal }: CommandCall<ChangeOptions>): Promise<boolean> {
  if (values.yes) return true;
  return askYesNo(terminal, "Do this? [y/N] ");
}

async function inSession(
  call: CommandCall<ConfigOption>,
  to: Parameters<typeof inputProblems>[0]["to"],
  use: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { env, positionals: names } = call;
  const accessToken = env.GITLAB_TOKEN;
  const problems = inputProblems({ config, names, accessToken, to });
  const runners = selectedRunners({ config, names });
  const [first] = runners;
  if (problems.length > 0 || first === undefined || accessToken === undefined) return refuse(call, problems);
  const { name: cluster, region } = config;
  try {
    return await use({
      ...{ config, runners, owner: ownerOf(cluster, region, env) },
      gitlab: gitlabOf(config, first, env, accessToken),
      stores: storesOf(config, env),
    });
  } catch (error) {
    if (!(error instanceof GitLabRunnerError)) throw error;
    return fail(call, { code: error.code, message: error.message, fix: error.fix });
  }
}

function storesOf({ name, region, versions }: Config, env: NodeJS.ProcessEnv): TokenStores {
  const fresh = () => awsContext(awsAccess(region, env));
  let question = fresh();
  const renew = () => {
    question = fresh();
  };
  return { env, aws: () => question, renew, tags: ownerTags(name, versions.set) };
}

function refuse(call: CommandCall, found: readonly InputProblem[]): ExitCode {
  for (const { code, what, fix } of found) call.terminal.err(`glrunner: ${what} [${code}]\n  fix: ${fix}\n`);
  const problems = found.map(({ what, ...rest }) => ({ message: what, ...rest }));
  const message = problems.map((each) => each.message).join("; ");
  return fail(call, { code: "runners-refused", message, details: { problems }, isPrinted: true });
}

function ownerOf(cluster: string, region: string, env: NodeJS.ProcessEnv): () => Promise<Owner> {
  let asked: Promise<string | undefined> | undefined;
  return async () => {
    const [, , , , account = ""] = (await (asked ??= callerIdentity(region, env)))?.split(":") ?? [];
    if (account !== "") return { cluster, region, account };
    throw new GitLabRunnerError(
      "aws-account-unknown",
      "AWS does not accept the current credentials, so the AWS account is not known",
      "log in to AWS, then run `glrunner check`",
    );
  };
}

function whereOf({ values: { group, project, instance } }: CommandCall<OwnerOptions>): readonly Where[] {
  return [
    ...(group === undefined ? [] : [{ kind: "group", name: group } as const]),
    ...(project === undefined ? [] : [{ kind: "project", name: project } as const]),
    ...(instance ? [{ kind: "instance" } as const] : []),
  ];
}

async function targetOf(
  gitlab: GitLabConnection,
  where: Where | undefined,
): Promise<RunnerTarget | undefined> {
  if (where === undefined) return undefined;
  if (where.kind === "instance") return { type: "instance_type", name: "the whole instance" };
  return findTarget(gitlab, where.kind, where.name);
}
