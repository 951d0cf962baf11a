/** `glrunner emulate`: starts, describes and stops an emulator that outlives the command. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inventorySchema, startEmulator, type Inventory } from "../../../emulator";
import {
  askEmulator,
  claimFolder,
  emulatorFolder,
  findEmulator,
  serveControl,
} from "../../../emulator/control-socket";
import { ServiceGroup } from "../../../emulator/service-group";
import { findRequirements, missingText, type FoundRequirements } from "../../../emulator/requirements";
import { emulatorFolderVariable } from "../../../clients/aws/emulation";
import { messageOf } from "../../../clients/system/error-message";
import { isAlive } from "../../../clients/system/process";
import { shellWord } from "../../../clients/system/shell-word";
import { toolEnvironment } from "../../../bootstrap/emulator-tools";
import { emulatorTools } from "./emulator-tools";
import { fail } from "../../context/command-context";
import type { CommandCall, CommandContext } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import type { MessageCode } from "../../messages";
import { contentsText } from "./inventory-text";
import { programOf } from "../init/next-steps";
import { exportText } from "../modules";
import type { Environment } from "../../../config/environment";

type UpResult =
  | { readonly ok: true; readonly already: boolean; readonly folder: string; readonly pid: number }
  | ({ readonly ok: false } & EmulatorRefusal);

interface EmulatorRefusal {
  readonly code: EmulatorCode;
  readonly message: string;
  readonly fix: string;
}

type EmulatorCode = Extract<
  MessageCode,
  `emulator-${string}` | "requirements-missing" | "variable-not-removable"
>;

interface StatusResult {
  readonly running: boolean;
  readonly folder: string;
  readonly pid?: number;
  /** ISO 8601. */
  readonly started?: string;
  /** Variables of the shell that asks which do not lead to the emulator; empty when all do. */
  readonly elsewhere: readonly string[];
  readonly contents?: Inventory;
}

const logFile = "emulator.log";
/** moto takes up to ten seconds on a machine that has not read it yet. */
const patienceMs = 90_000;
const again = "run the command again";

/** Starts one in the background, or says that it runs already. */
async function emulateUp(
  creationSeconds: number,
  bringTools: () => Promise<FoundRequirements | ExitCode>,
  folder = emulatorFolder(),
): Promise<UpResult | ExitCode> {
  const running = await findEmulator(folder);
  if (running) return { ok: true, already: true, folder, pid: running.pid };
  const tools = await bringTools();
  if (typeof tools === "number") return tools;
  if (!claimFolder(folder))
    return { ok: false, code: "emulator-starting", message: "another command is starting it", fix: again };
  const log = openSync(join(folder, logFile), "w", 0o600);
  const program = [...process.execArgv, process.argv[1] ?? ""];
  const args = [...program, "emulate", "serve", "--creation-seconds", String(creationSeconds)];
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  child.unref();
  const ended = new AbortController();
  for (const event of ["error", "exit"] as const) {
    child.once(event, () => {
      ended.abort();
    });
  }
  const until = Date.now() + patienceMs;
  while (!ended.signal.aborted && Date.now() < until) {
    const record = await findEmulator(folder);
    if (record) return { ok: true, already: false, folder, pid: record.pid };
    await sleep(100);
  }
  child.kill();
  const said = readFileSync(join(folder, logFile), "utf8").trim();
  rmSync(folder, { recursive: true, force: true });
  return {
    ok: false,
    code: "emulator-not-started",
    message: `the emulator did not start: ${said}`,
    fix: again,
  };
}

/** The emulator itself, until it is told to stop. */
async function emulateServe(
  creationSeconds: number,
  interrupted: AbortSignal,
  folder = emulatorFolder(),
): Promise<void> {
  const requirements = await findRequirements();
  if (!requirements.ok) throw new Error(missingText(requirements));
  const parts = new ServiceGroup();
  await parts.stopOnFailure(async () => {
    const emulator = await parts.add(startEmulator({ folder, requirements, creationSeconds }));
    const stopped = new AbortController();
    // A state that the configuration keeps elsewhere is a real one.
    const settings = { ...emulator.settings, [stateVariable]: "{ backend: local }" };
    const record = { pid: process.pid, started: new Date().toISOString(), settings };
    const control = await serveControl(folder, record, {
      "/contents": () => emulator.inventory(),
      "/stop": () => {
        stopped.abort();
        return Promise.resolve("stopping");
      },
    });
    await Promise.race([once(interrupted, "abort"), once(stopped.signal, "abort")]);
    control.close();
  });
  await parts.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface EnvResult {
  readonly unset: readonly string[];
  readonly set: Readonly<Record<string, string>>;
}

/** What leads a shell to the emulator and nothing else. */
async function emulateEnv(env: Environment, folder = emulatorFolder()): Promise<EnvResult | EmulatorRefusal> {
  const running = await findEmulator(folder);
  if (!running)
    return { code: "emulator-not-running", message: "no emulator is running", fix: "glrunner emulate up" };
  const { settings } = running;
  const unset = strayVariables(env, settings).filter((name) => !(name in settings));
  const unusable = unset.filter((name) => !/^[A-Za-z_]\w*$/.test(name)).map(shellWord);
  if (unusable.length === 0) return { unset, set: { ...settings, ...pathToTools(env) } };
  return {
    code: "variable-not-removable",
    message: `a shell cannot unset ${unusable.join(", ")}`,
    fix: `start a shell without it: env ${unusable.map((name) => `-u ${name}`).join(" ")} "$SHELL"`,
  };
}

/** So that this shell finds the Terraform that was brought for the emulator; nothing where it does already. */
function pathToTools(env: Environment): Readonly<Record<string, string>> {
  const { PATH } = toolEnvironment(env);
  return PATH === undefined || PATH === env.PATH ? {} : { PATH };
}

/**
 * For `eval`, where there is no emulator to lead to. `false` stops `eval "$(glrunner emulate env)" && glrunner deploy`.
 * The variable makes each later run in this shell refuse to start: the user does not want the real account.
 */
const failedEnv = `export ${emulatorFolderVariable}=none\nfalse\n`;

async function emulateStatus(env: Environment, folder = emulatorFolder()): Promise<StatusResult> {
  const running = await findEmulator(folder);
  if (!running) return { running: false, folder, elsewhere: [] };
  const { pid, started, settings } = running;
  const contents = inventorySchema.parse(await askEmulator(folder, "/contents"));
  return { running: true, folder, pid, started, elsewhere: strayVariables(env, settings), contents };
}

/**
 * @returns whether there was one to stop; it has ended then
 * @throws when it does not end in half a minute
 */
async function emulateDown(folder = emulatorFolder()): Promise<boolean> {
  const running = await findEmulator(folder);
  if (!running) return false;
  await askEmulator(folder, "/stop");
  const until = Date.now() + 30_000;
  while (isAlive(running.pid)) {
    // Its folder goes last; a process that nobody waits for may then seem to live on.
    const gone = !existsSync(folder) && Date.now() > until - 25_000;
    if (gone) break;
    if (Date.now() > until) throw new Error(`the emulator does not end: kill ${running.pid}`);
    await sleep(50);
  }
  return true;
}

/** Anything by which a command could reach a real account, cluster, registry or state after all. */
const leadsSomewhere =
  /^(AWS_(?!SDK_JS_)|TF_(?!VAR_)|CDKTF_|GIT_CONFIG|KUBE|HELM_|GOOGLE_|CLOUDSDK_|ARM_|GLRUNNER_EMULATOR)|^(https?|all)_proxy$/i;

/** The override of the section that says where states are kept. */
const stateVariable = "GLRUNNER__STATE";
/** That section or a key in it, in any of the spellings that the configuration takes. */
const leadsToState = (name: string) =>
  /^GLRUNNER__(.*?)(__|$)/.exec(name)?.[1]?.toLowerCase().replace(/[-_]/g, "") === "state";

/** Variables of `env` that are not the emulator's, and the emulator's that `env` lacks. */
function strayVariables(env: Environment, settings: Readonly<Record<string, string>>): string[] {
  const foreign = Object.keys(env).filter(
    (name) => (leadsSomewhere.test(name) || leadsToState(name)) && !(name in settings),
  );
  const different = Object.keys(settings).filter((name) => env[name] !== settings[name]);
  return [...foreign, ...different].sort();
}

function upText(result: Extract<UpResult, { ok: true }>, glrunner: string): string {
  const { already, pid, folder } = result;
  return `The emulator ${already ? "runs already" : "is up"} (process ${pid}, ${folder}).
In a shell of its own, which then reaches nothing but the emulator:
  eval "$(${glrunner} emulate env)"
  ${glrunner} deploy
  ${glrunner} emulate status
  ${glrunner} emulate down
`;
}

function statusText(status: StatusResult): string {
  if (!status.running || !status.contents) return "No emulator runs. Start one: glrunner emulate up\n";
  const shell =
    status.elsewhere.length === 0
      ? "This shell reaches the emulator and nothing else."
      : `This shell does not lead to the emulator: ${status.elsewhere.map(shellWord).join(", ")}.`;
  const head = `The emulator runs since ${status.started ?? "?"} (process ${status.pid ?? "?"}, ${status.folder}).`;
  return `${head}\n${shell}\n${contentsText(status.contents)}`;
}

interface CreationOptions {
  readonly "creation-seconds": number;
}

interface UpOptions extends CreationOptions {
  readonly mirror: string | undefined;
}

export async function runEmulateUp(call: CommandCall<UpOptions>): Promise<ExitCode> {
  const { mirror, "creation-seconds": creationSeconds } = call.values;
  const result = await emulateUp(creationSeconds, () => emulatorTools(call, mirror));
  if (typeof result === "number") return result;
  if (!result.ok) return fail(call, result);
  call.print(result, upText(result, programOf(call.env)));
  return exitCodes.ok;
}

export async function runEmulateEnv(call: CommandContext): Promise<ExitCode> {
  const result = await emulateEnv(call.env).catch((error: unknown) => ({
    code: "emulator-unreachable" as const,
    message: messageOf(error),
    fix: again,
  }));
  if ("message" in result) {
    call.print(undefined, failedEnv);
    return fail(call, result);
  }
  const unset = result.unset.map((name) => `unset ${name}\n`).join("");
  call.print(result, `${unset}${exportText(result.set)}`);
  return exitCodes.ok;
}

export async function runEmulateStatus(call: CommandContext): Promise<ExitCode> {
  const result = await emulateStatus(call.env);
  call.print(result, statusText(result));
  if (result.running) return exitCodes.ok;
  return fail(call, { code: "emulator-not-running", message: "no emulator is running", isPrinted: true });
}

export async function runEmulateDown({ print }: CommandContext): Promise<ExitCode> {
  const stopped = await emulateDown();
  print({ stopped }, stopped ? "The emulator is gone, and all that was in it.\n" : "No emulator runs.\n");
  return exitCodes.ok;
}

export async function runEmulateServe(call: CommandCall<CreationOptions>): Promise<ExitCode> {
  await emulateServe(call.values["creation-seconds"], call.onInterrupt());
  return exitCodes.ok;
}
