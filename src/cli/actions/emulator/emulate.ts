/** `glrunner emulate`: starts, shows and stops an emulator that runs in the background. */
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
import { stateVariable, strayVariables } from "./stray-variables";
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
  /** Variables of this shell that do not lead to the emulator. Empty if all do. */
  readonly elsewhere: readonly string[];
  readonly contents?: Inventory;
}

const logFile = "emulator.log";
/** The first start of moto on a machine takes up to ten seconds. */
const startTimeoutMs = 90_000;
const again = "run the command again";

/** Starts an emulator in the background, unless one is running. */
async function emulateUp(
  creationSeconds: number,
  installTools: () => Promise<FoundRequirements | ExitCode>,
  folder = emulatorFolder(),
): Promise<UpResult | ExitCode> {
  const running = await findEmulator(folder);
  if (running) return { ok: true, already: true, folder, pid: running.pid };
  const tools = await installTools();
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
  const until = Date.now() + startTimeoutMs;
  while (!ended.signal.aborted && Date.now() < until) {
    const record = await findEmulator(folder);
    if (record) return { ok: true, already: false, folder, pid: record.pid };
    await sleep(100);
  }
  child.kill();
  const output = readFileSync(join(folder, logFile), "utf8").trim();
  rmSync(folder, { recursive: true, force: true });
  return {
    ok: false,
    code: "emulator-not-started",
    message: `the emulator did not start: ${output}`,
    fix: again,
  };
}

/** Runs the emulator in this process until `emulate down` or a signal. */
async function emulateServe(
  creationSeconds: number,
  interrupted: AbortSignal,
  folder = emulatorFolder(),
): Promise<void> {
  const requirements = await findRequirements();
  if (!requirements.ok) throw new Error(missingText(requirements));
  const services = new ServiceGroup();
  await services.stopOnFailure(async () => {
    const emulator = await services.add(startEmulator({ folder, requirements, creationSeconds }));
    const stopped = new AbortController();
    // A state outside the emulator belongs to a real cluster.
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
  await services.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface EnvResult {
  readonly unset: readonly string[];
  readonly set: Readonly<Record<string, string>>;
}

/** The variables that lead a shell to the emulator and nowhere else. */
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

/** A PATH with the Terraform that was installed for the emulator. Empty if the shell has it already. */
function pathToTools(env: Environment): Readonly<Record<string, string>> {
  const { PATH } = toolEnvironment(env);
  return PATH === undefined || PATH === env.PATH ? {} : { PATH };
}

/**
 * The text for `eval` if no emulator runs. `false` stops `eval "$(glrunner emulate env)" && glrunner deploy`. The variable
 * makes every later run in this shell refuse to start, because the user does not want the real account.
 */
const failedEnv = `export ${emulatorFolderVariable}=none\nfalse\n`;

async function emulateStatus(env: Environment, folder = emulatorFolder()): Promise<StatusResult> {
  const running = await findEmulator(folder);
  if (!running) return { running: false, folder, elsewhere: [] };
  const { pid, started, settings } = running;
  const contents = inventorySchema.parse(await askEmulator(folder, "/contents"));
  return { running: true, folder, pid, started, elsewhere: strayVariables(env, settings), contents };
}

/** Stops the emulator. @returns false if none was running. @throws if it does not end within half a minute */
async function emulateDown(folder = emulatorFolder()): Promise<boolean> {
  const running = await findEmulator(folder);
  if (!running) return false;
  await askEmulator(folder, "/stop");
  const until = Date.now() + 30_000;
  while (isAlive(running.pid)) {
    // It deletes its folder last. After that, a process that no parent waits for may still appear to be alive.
    const gone = !existsSync(folder) && Date.now() > until - 25_000;
    if (gone) break;
    if (Date.now() > until) throw new Error(`the emulator does not end: kill ${running.pid}`);
    await sleep(50);
  }
  return true;
}

function upText(result: Extract<UpResult, { ok: true }>, glrunner: string): string {
  const { already, pid, folder } = result;
  return `The emulator ${already ? "is already running" : "is running"} (process ${pid}, ${folder}).
In a shell of its own, which then reaches only the emulator:
  eval "$(${glrunner} emulate env)"
  ${glrunner} deploy
  ${glrunner} emulate status
  ${glrunner} emulate down
`;
}

function statusText(status: StatusResult): string {
  if (!status.running || !status.contents) return "No emulator is running. Start one: glrunner emulate up\n";
  const shell =
    status.elsewhere.length === 0
      ? "This shell reaches only the emulator."
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
  print(
    { stopped },
    stopped ? "Stopped the emulator and deleted everything in it.\n" : "No emulator is running.\n",
  );
  return exitCodes.ok;
}

export async function runEmulateServe(call: CommandCall<CreationOptions>): Promise<ExitCode> {
  await emulateServe(call.values["creation-seconds"], call.onInterrupt());
  return exitCodes.ok;
}
