/**
 * Drives Terraform in one stack's folder: each call is one command, its outcome data. What it does is told while it
 * does it, from Terraform's own machine-readable events.
 */
import { dirname } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { runCommand, type CommandResult } from "../system/command";
import { parseJson } from "../system/json";
import { fullDisk } from "../system/disk";
import type { Environment } from "../../config/environment";

export interface TerraformOptions {
  /** Holds the stack's `cdk.tf.json`. */
  readonly folder: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Environment;
  /** Interrupts Terraform, which then ends what it is doing and writes its state. */
  readonly signal?: AbortSignal;
  /** A resource was created, changed or destroyed, or has begun to be. */
  readonly onProgress?: (progress: ResourceProgress) => void;
}

export interface ResourceProgress {
  readonly address: string;
  readonly action: "create" | "update" | "delete" | "other";
  readonly phase: "started" | "done" | "failed";
  /** Since it started, as Terraform counts. */
  readonly seconds: number;
}

export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

type TerraformOutcome =
  | { readonly ok: true; readonly changes: ChangeCounts }
  | {
      readonly ok: false;
      /** Every error that Terraform reported, as `summary: detail`; never empty. */
      readonly errors: readonly string[];
      /** It was ended from outside, so that what it did last may be in no state. @default false */
      readonly lost?: boolean;
    };

/** Of the command that changes what is there. */
interface ApplyOptions extends TerraformOptions {
  /** Takes Terraform's events; with it Terraform goes on when this process is killed. @default it ends then */
  readonly log?: string;
  /** Terraform runs, as this process. */
  readonly onStart?: (pid: number) => void;
}

type PlanOutcome =
  | { readonly ok: true; /** Whether there is anything to do. */ readonly changes: boolean }
  | { readonly ok: false; readonly errors: readonly string[] };

/** What identifies one version of a state. */
export interface StateMark {
  readonly lineage: string;
  readonly serial: number;
  /** Managed ones, by address. */
  readonly resources: readonly string[];
}

/** Long enough for a cluster on real AWS; a run on loopback takes seconds. */
const patienceMs = 3_600_000;
const none: ChangeCounts = { add: 0, change: 0, remove: 0 };

const actions = { create: "create", update: "update", delete: "delete" } as const;
const hook = z.object({
  resource: z.object({ addr: z.string() }),
  action: z.string(),
  elapsed_seconds: z.number().default(0),
});
const phases = { apply_start: "started", apply_complete: "done", apply_errored: "failed" } as const;
const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("apply_start"), hook }),
  z.object({ type: z.literal("apply_complete"), hook }),
  z.object({ type: z.literal("apply_errored"), hook }),
  z.object({
    type: z.literal("change_summary"),
    changes: z.object({ add: z.number(), change: z.number(), remove: z.number() }),
  }),
  z.object({
    type: z.literal("diagnostic"),
    diagnostic: z.object({ severity: z.string(), summary: z.string(), detail: z.string().optional() }),
  }),
]);
type Event = z.infer<typeof eventSchema>;

export async function terraformInit(options: TerraformOptions): Promise<TerraformOutcome> {
  const result = await command(["init", "-no-color", "-input=false"], options);
  return result.status === 0 ? { ok: true, changes: none } : { ok: false, errors: [errorText(result)] };
}

/** @param file where the plan goes; it holds what the state holds, so it is as secret as that */
export async function terraformPlan(
  options: TerraformOptions,
  file: string,
  ...more: readonly ("-destroy" | `-target=${string}`)[]
): Promise<PlanOutcome> {
  const args = ["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${file}`, ...more];
  const { result, errors } = await withEvents(args, options);
  // Of Terraform's documentation of plan: 0 nothing to do, 1 an error, 2 something to do.
  if (result.status === 0 || result.status === 2) return { ok: true, changes: result.status === 2 };
  return { ok: false, errors };
}

/** A plan, in Terraform's JSON. @throws when it cannot be read */
export async function terraformShow(options: TerraformOptions, file: string): Promise<string> {
  return said(await command(["show", "-json", file], options));
}

/** Exactly what the plan says, or nothing. */
export async function terraformApply(options: ApplyOptions, file: string): Promise<TerraformOutcome> {
  const { result, errors, changes } = await withEvents(["apply", "-json", "-input=false", file], options);
  if (result.status === 0) return { ok: true, changes };
  return { ok: false, errors, lost: result.status === undefined };
}

/** Undefined when there is no state yet. @throws when it cannot be read */
export async function terraformState(options: TerraformOptions): Promise<StateMark | undefined> {
  return markOf(await terraformPull(options));
}

/** The state itself, with all that is secret in it; empty when there is none yet. @throws when it cannot be read */
export async function terraformPull(options: TerraformOptions): Promise<string> {
  return said(await command(["state", "pull"], options));
}

const stateSchema = z.object({
  lineage: z.string(),
  serial: z.number(),
  resources: z
    .array(z.object({ mode: z.string(), module: z.string().optional(), type: z.string(), name: z.string() }))
    .default([]),
});

/** @param text of a state; undefined when there is none */
export function markOf(text: string): StateMark | undefined {
  if (text.trim() === "") return undefined;
  const { lineage, serial, resources } = stateSchema.parse(JSON.parse(text));
  const managed = resources.filter(({ mode }) => mode === "managed");
  return {
    lineage,
    serial,
    resources: managed.map(({ module, type, name }) => [module, type, name].filter(Boolean).join(".")),
  };
}

/** A state that Terraform could not save where it belongs. @throws when it is refused */
export async function terraformPush(options: TerraformOptions, file: string): Promise<void> {
  said(await command(["state", "push", file], options));
}

/** Releases exactly that lock on the state. @throws when it does not, or another one is there */
export async function terraformUnlock(options: TerraformOptions, id: string): Promise<void> {
  said(await command(["force-unlock", "-no-color", "-force", id], options));
}

/** Takes what exists into the state. @throws when Terraform does not */
export async function terraformImport(options: TerraformOptions, address: string, id: string): Promise<void> {
  said(await command(["import", "-no-color", "-input=false", address, id], options));
}

/** Outputs by name; sensitive ones without their value. */
export async function terraformOutputs(
  options: TerraformOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const text = said(await command(["output", "-json"], options));
  const outputs = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean() }));
  return Object.fromEntries(
    Object.entries(outputs.parse(JSON.parse(text))).map(([name, { value, sensitive }]) => [
      name,
      sensitive ? "(sensitive)" : value,
    ]),
  );
}

const endSchema = z.object({
  type: z.literal("change_summary"),
  changes: z.object({ operation: z.enum(["apply", "destroy"]) }),
});

/** Whether an apply did all that it was to do, and so wrote it down. @param log of its events */
export function appliedAll(log: string): boolean {
  if (!existsSync(log)) return false;
  const lines = readFileSync(log, "utf8").split("\n");
  return lines.some((line) => endSchema.safeParse(parseJson(line)).success);
}

interface Told {
  readonly result: CommandResult;
  readonly changes: ChangeCounts;
  /** Never empty when the command failed. */
  readonly errors: readonly string[];
}

async function withEvents(args: readonly string[], options: ApplyOptions): Promise<Told> {
  const errors: string[] = [];
  let changes = none;
  const result = await command(args, options, (line) => {
    const event = readEvent(line);
    if (event === undefined) return;
    switch (event.type) {
      case "change_summary":
        changes = { add: event.changes.add, change: event.changes.change, remove: event.changes.remove };
        break;
      case "diagnostic": {
        const { severity, summary, detail = "" } = event.diagnostic;
        if (severity === "error") errors.push(detail === "" ? summary : `${summary}: ${detail}`);
        break;
      }
      case "apply_start":
      case "apply_complete":
      case "apply_errored":
        options.onProgress?.({
          address: event.hook.resource.addr,
          action: new Map(Object.entries(actions)).get(event.hook.action) ?? "other",
          phase: phases[event.type],
          seconds: event.hook.elapsed_seconds,
        });
    }
  });
  const unsaid = options.log === undefined ? undefined : fullDisk(dirname(options.log));
  if (errors.length === 0) errors.push(unsaid ?? errorText(result));
  return { result, changes, errors };
}

function said(result: CommandResult): string {
  if (result.status === 0) return result.stdout;
  throw new Error(errorText(result));
}

/** Undefined for events of other types, and for what is no event at all. */
function readEvent(line: string): Event | undefined {
  let content: unknown;
  try {
    // On a full disk the line before it may have been cut off.
    content = JSON.parse(line.slice(Math.max(0, line.lastIndexOf(eventStart))));
  } catch {
    // Terraform's own text, or a line that ended with the process.
    return undefined;
  }
  const parsed = eventSchema.safeParse(content);
  return parsed.success ? parsed.data : undefined;
}

function command(
  args: readonly string[],
  { folder, env, signal, log, onStart }: ApplyOptions,
  onLine?: (line: string) => void,
): Promise<CommandResult> {
  const how = { cwd: folder, env, timeoutMs: patienceMs, signal, onLine, log, onStart };
  return runCommand(["terraform", ...args], how);
}

function errorText({ status, stdout, stderr }: CommandResult): string {
  if (status === undefined && stderr === "") return "terraform was ended from outside";
  const text = (stderr.trim() === "" ? stdout : stderr).split("\n").filter(isForPeople).join("\n").trim();
  return text === "" ? `terraform ended with ${status ?? "a signal"}` : text;
}

const eventStart = '{"@level"';
const isForPeople = (line: string) => !line.includes(eventStart);
