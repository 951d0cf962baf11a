/**
 * Drives Terraform in one stack's folder: each call is one command, its outcome data. What it does is told while it
 * does it, from Terraform's own machine-readable events.
 */
import * as z from "zod";
import { runCommand, type CommandResult } from "./command";

export interface TerraformOptions {
  /** Holds the stack's `cdk.tf.json`. */
  readonly folder: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Interrupts Terraform, which then ends what it is doing and writes its state. */
  readonly signal?: AbortSignal;
  /** A resource was created, changed or destroyed, or has begun to be. */
  readonly onProgress?: (progress: ResourceProgress) => void;
}

export interface ResourceProgress {
  readonly address: string;
  readonly action: "create" | "update" | "delete" | "other";
  readonly done: boolean;
}

export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export type TerraformOutcome =
  | { readonly ok: true; readonly changes: ChangeCounts }
  /** Every error that Terraform reported, as `summary: detail`; never empty. */
  | { readonly ok: false; readonly errors: readonly string[] };

/** Long enough for a cluster on real AWS; a run on loopback takes seconds. */
const patienceMs = 3_600_000;
const none: ChangeCounts = { add: 0, change: 0, remove: 0 };

const actions = { create: "create", update: "update", delete: "delete" } as const;
const hook = z.object({ resource: z.object({ addr: z.string() }), action: z.string() });
const eventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("apply_start"), hook }),
  z.object({ type: z.literal("apply_complete"), hook }),
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
  const result = await command(["init", "-no-color"], options);
  return result.status === 0 ? { ok: true, changes: none } : { ok: false, errors: [errorText(result)] };
}

export function terraformApply(options: TerraformOptions): Promise<TerraformOutcome> {
  return withEvents(["apply", "-auto-approve", "-json"], options);
}

export function terraformDestroy(options: TerraformOptions): Promise<TerraformOutcome> {
  return withEvents(["destroy", "-auto-approve", "-json"], options);
}

/** Outputs by name; sensitive ones without their value. */
export async function terraformOutputs(
  options: TerraformOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, stdout, stderr } = await command(["output", "-json"], options);
  if (status !== 0) throw new Error(stderr);
  const outputs = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean() }));
  return Object.fromEntries(
    Object.entries(outputs.parse(JSON.parse(stdout))).map(([name, { value, sensitive }]) => [
      name,
      sensitive ? "(sensitive)" : value,
    ]),
  );
}

async function withEvents(args: readonly string[], options: TerraformOptions): Promise<TerraformOutcome> {
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
        options.onProgress?.({
          address: event.hook.resource.addr,
          action: new Map(Object.entries(actions)).get(event.hook.action) ?? "other",
          done: event.type === "apply_complete",
        });
    }
  });
  if (result.status === 0) return { ok: true, changes };
  return { ok: false, errors: errors.length > 0 ? errors : [errorText(result)] };
}

/** Undefined for events of other types, and for what is no event at all. */
function readEvent(line: string): Event | undefined {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    // Terraform's own text, or a line that ended with the process.
    return undefined;
  }
  const parsed = eventSchema.safeParse(content);
  return parsed.success ? parsed.data : undefined;
}

function command(
  args: readonly string[],
  { folder, env, signal }: TerraformOptions,
  onLine?: (line: string) => void,
): Promise<CommandResult> {
  return runCommand(["terraform", ...args], { cwd: folder, env, timeoutMs: patienceMs, signal, onLine });
}

function errorText({ status, stdout, stderr }: CommandResult): string {
  const text = stderr.trim() === "" ? stdout.trim() : stderr.trim();
  return text === "" ? `terraform ended with ${status ?? "a signal"}` : text;
}
