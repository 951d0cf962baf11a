/**
 * The only driver of Terraform. Each method runs one command in one folder and returns its outcome as data. While a command
 * runs, the driver reports the progress of each resource from Terraform's machine-readable events.
 */
import { dirname } from "node:path";
import * as z from "zod";
import type { Environment } from "../../config/environment";
import { runCommand, type CommandResult, type RunCommand } from "../system/command";
import { fullDisk } from "../system/disk";
import { errorIn, isProse, readEvent } from "./events";
import { terraformProgram } from "./terraform-program";

export interface TerraformOptions {
  /** The working directory. It contains the stack's `cdk.tf.json`, or at least the settings of a backend. */
  readonly folder: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Environment;
  /** Interrupts Terraform, which then finishes its current operations and saves its state. @default nothing does */
  readonly signal?: AbortSignal;
  /** Receives the start and the end of each operation on a resource. */
  readonly onProgress?: (progress: ResourceProgress) => void;
  /** Time limit of one command, in milliseconds. @default one hour; a cluster on AWS takes a quarter of it */
  readonly timeoutMs?: number;
  /** Starts the process. Tests script it. @default the real one */
  readonly execute?: RunCommand;
}

export interface ResourceProgress {
  readonly address: string;
  readonly action: "create" | "update" | "delete" | "other";
  readonly phase: "started" | "done" | "failed";
  /** Terraform's count of seconds since the operation started. */
  readonly seconds: number;
}

/** Numbers of resources. */
export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}
export const noChanges: ChangeCounts = { add: 0, change: 0, remove: 0 };

interface TerraformFailure {
  readonly ok: false;
  /** Every error of Terraform, as `summary: detail`; never empty. */
  readonly errors: readonly string[];
}

type ApplyOutcome =
  | { readonly ok: true; readonly changes: ChangeCounts }
  | (TerraformFailure & {
      /** A signal killed Terraform, so that its last changes may be missing in the state. */
      readonly lost: boolean;
    });

export interface PlannedChange {
  /** Of a resource, or `output.<name>`. */
  readonly address: string;
  readonly action: string;
}

interface InitOptions {
  /** Discards the backend with which the folder was initialised. @default false */
  readonly reconfigure?: boolean;
  /** The only place where Terraform looks for providers. @default the registry and the caches */
  readonly pluginFolder?: string;
}

interface ApplyOptions {
  /** A file for Terraform's events. With it, Terraform survives this process. @default Terraform ends with this process */
  readonly log?: string;
  /** Receives the process id as soon as Terraform runs. */
  readonly onStart?: (pid: number) => void;
}

/** Terraform in one folder. */
export interface Terraform {
  readonly init: (options?: InitOptions) => Promise<{ readonly ok: true } | TerraformFailure>;
  /**
   * Writes a plan to a file, which is as secret as the state.
   * @returns in `changes` whether the plan has changes
   */
  readonly plan: (
    file: string,
    options?: { /** @default false */ readonly destroys?: boolean },
  ) => Promise<{ readonly ok: true; readonly changes: boolean } | TerraformFailure>;
  /** A plan file as JSON. @throws if it cannot be read */
  readonly show: (planFile: string) => Promise<string>;
  /** Applies exactly this plan file. */
  readonly apply: (planFile: string, options?: ApplyOptions) => Promise<ApplyOutcome>;
  /** Lists the changes of a new plan, without keeping the plan. */
  readonly plannedChanges: () => Promise<
    { readonly ok: true; readonly changes: readonly PlannedChange[] } | TerraformFailure
  >;
  /** Calculates the outputs again, and records changes that were made outside of Terraform. */
  readonly refresh: () => Promise<ApplyOutcome>;
  /** The text of the state with all its secrets; empty if there is no state yet. @throws if it cannot be read */
  readonly pull: () => Promise<string>;
  /** Replaces the state by the file. @throws if the backend refuses it */
  readonly push: (file: string) => Promise<void>;
  /** Releases exactly this lock of the state. @throws if it cannot be released, or if another lock is held */
  readonly unlock: (lockId: string) => Promise<void>;
  /** Takes and releases the lock of the state, without any change. */
  readonly tryLock: () => Promise<{ readonly ok: true } | TerraformFailure>;
  /** Imports an existing resource into the state. @throws if Terraform refuses it */
  readonly import: (address: string, id: string) => Promise<void>;
  /** Outputs by name; sensitive values are hidden. @throws if the state cannot be read */
  readonly outputs: () => Promise<Readonly<Record<string, unknown>>>;
}

const anHourMs = 3_600_000;

export function terraformDriver(options: TerraformOptions): Terraform {
  const run = (args: readonly string[]) => command(args, options);
  const text = async (args: readonly string[]) => textOf(await run(args));
  const done = async (args: readonly string[]) => {
    await text(args);
  };
  const outcome = async (args: readonly string[]) => {
    const result = await run(args);
    return result.status === 0
      ? ({ ok: true } as const)
      : ({ ok: false, errors: [failureText(result)] } as const);
  };
  const applied = async (args: readonly string[], more: ApplyOptions = {}): Promise<ApplyOutcome> => {
    const { result, errors, counts } = await withEvents(["apply", "-json", "-input=false", ...args], {
      ...options,
      ...more,
    });
    if (result.status === 0) return { ok: true, changes: counts };
    return { ok: false, errors, lost: result.status === undefined };
  };
  const planned = async (args: readonly string[]) => {
    const plan = ["plan", "-json", "-input=false", "-detailed-exitcode", ...args];
    const { result, errors, changes } = await withEvents(plan, options);
    // Exit codes of `terraform plan -detailed-exitcode`: 0 without changes, 1 after an error, 2 with changes.
    const differs = result.status === 2;
    if (result.status === 0 || differs)
      return { ok: true, differs, changes: differs ? changes : [] } as const;
    return { ok: false, errors } as const;
  };
  return {
    init: ({ reconfigure = false, pluginFolder } = {}) =>
      outcome([
        ...["init", "-no-color", "-input=false"],
        ...(reconfigure ? ["-reconfigure"] : []),
        ...(pluginFolder === undefined ? [] : [`-plugin-dir=${pluginFolder}`]),
      ]),
    plan: async (file, { destroys = false } = {}) => {
      const plan = await planned([`-out=${file}`, ...(destroys ? ["-destroy"] : [])]);
      return plan.ok ? { ok: true, changes: plan.differs } : plan;
    },
    show: (planFile) => text(["show", "-json", planFile]),
    apply: (planFile, more) => applied([planFile], more),
    plannedChanges: () => planned([]),
    refresh: () => applied(["-refresh-only", "-auto-approve"]),
    pull: () => text(["state", "pull"]),
    push: (file) => done(["state", "push", "-no-color", file]),
    unlock: (lockId) => done(["force-unlock", "-no-color", "-force", lockId]),
    // The only command that takes the lock of any backend and changes nothing.
    tryLock: () => outcome(["untaint", "-allow-missing", "-no-color", "terraform_data.none"]),
    import: (address, id) => done(["import", "-no-color", "-input=false", address, id]),
    outputs: async () => visibleOutputs(await text(["output", "-json"])),
  };
}

const outputsSchema = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean() }));

function visibleOutputs(text: string): Readonly<Record<string, unknown>> {
  const outputs = Object.entries(outputsSchema.parse(JSON.parse(text)));
  return Object.fromEntries(
    outputs.map(([name, { value, sensitive }]) => [name, sensitive ? "(sensitive)" : value]),
  );
}

interface EventOutcome {
  readonly result: CommandResult;
  readonly counts: ChangeCounts;
  readonly changes: readonly PlannedChange[];
  /** Never empty when the command failed. */
  readonly errors: readonly string[];
}

const actions = new Map<string, ResourceProgress["action"]>([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
]);
const phases = { apply_start: "started", apply_complete: "done", apply_errored: "failed" } as const;

async function withEvents(
  args: readonly string[],
  options: TerraformOptions & ApplyOptions,
): Promise<EventOutcome> {
  const errors: string[] = [];
  const changes: PlannedChange[] = [];
  let counts = noChanges;
  const result = await command(args, options, (line) => {
    const event = readEvent(line);
    if (event === undefined) return;
    switch (event.type) {
      case "change_summary": {
        const { add, change, remove } = event.changes;
        counts = { add, change, remove };
        break;
      }
      case "planned_change":
        changes.push({ address: event.change.resource.addr, action: event.change.action });
        break;
      case "outputs":
        for (const [name, { action }] of Object.entries(event.outputs))
          if (action !== "noop") changes.push({ address: `output.${name}`, action });
        break;
      case "diagnostic": {
        const error = errorIn(event);
        if (error !== undefined) errors.push(error);
        break;
      }
      default:
        options.onProgress?.({
          address: event.hook.resource.addr,
          action: actions.get(event.hook.action) ?? "other",
          phase: phases[event.type],
          seconds: event.hook.elapsed_seconds,
        });
    }
  });
  const full = options.log === undefined ? undefined : fullDisk(dirname(options.log));
  if (errors.length === 0) errors.push(full ?? failureText(result));
  return { result, counts, changes, errors };
}

function command(
  args: readonly string[],
  options: TerraformOptions & ApplyOptions,
  onLine?: (line: string) => void,
): Promise<CommandResult> {
  const { folder: cwd, env, signal, timeoutMs = anHourMs, execute = runCommand, log, onStart } = options;
  return execute([terraformProgram(env), ...args], { cwd, env, timeoutMs, signal, onLine, log, onStart });
}

function textOf(result: CommandResult): string {
  if (result.status === 0) return result.stdout;
  throw new Error(failureText(result));
}

/** Terraform's prose; its exit status if it wrote none. */
function failureText({ status, stdout, stderr }: CommandResult): string {
  if (status === undefined && stderr === "") return "a signal ended terraform";
  const text = (stderr.trim() === "" ? stdout : stderr).split("\n").filter(isProse).join("\n").trim();
  return text === "" ? `terraform ended with ${status ?? "a signal"}` : text;
}
