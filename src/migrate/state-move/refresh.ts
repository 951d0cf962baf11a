/** Terraform in the whole folder of a stack whose state was just written: its outputs anew, and a plan of it. */
import * as z from "zod";
import { runCommand, type CommandResult } from "../../clients/system/command";
import { MoveStop } from "./problem";
import type { StackState } from "./stacks";
import type { StoreOptions } from "./store";

interface PlannedChange {
  readonly stack: string;
  /** Of a resource, or `output.<name>`. */
  readonly address: string;
  readonly action: string;
}

/** Computes the outputs from the resources, and changes nothing else but what has changed in the world. */
export async function refreshOutputs(stack: StackState, options: StoreOptions): Promise<void> {
  const args = ["apply", "-refresh-only", "-auto-approve", "-input=false", "-json"];
  const result = await run(args, stack, options);
  if (result.status !== 0) throw failure(stack, "refreshed", result);
}

/** What a plan would change; empty when the state is what the configuration says. */
export async function plannedChanges(stack: StackState, options: StoreOptions): Promise<PlannedChange[]> {
  const result = await run(["plan", "-detailed-exitcode", "-input=false", "-json"], stack, options);
  if (result.status !== 0 && result.status !== 2) throw failure(stack, "planned", result);
  if (result.status === 0) return [];
  return eventsIn(result).flatMap((event): PlannedChange[] => {
    if (event.type === "planned_change") {
      return [{ stack: stack.stack, address: event.change.resource.addr, action: event.change.action }];
    }
    if (event.type !== "outputs") return [];
    return Object.entries(event.outputs).flatMap(([name, { action = "noop" }]) =>
      action === "noop" ? [] : [{ stack: stack.stack, address: `output.${name}`, action }],
    );
  });
}

/** Before all else. The folder may remember the backend of before. */
export async function initialise(stack: StackState, options: StoreOptions): Promise<void> {
  const result = await run(["init", "-reconfigure", "-input=false", "-no-color"], stack, options);
  if (result.status !== 0) throw failure(stack, "initialised", result);
}

function run(args: readonly string[], { folder }: StackState, { env, signal }: StoreOptions) {
  return runCommand(["terraform", ...args], { cwd: folder, env, signal, timeoutMs: 1_800_000 });
}

const eventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("planned_change"),
    change: z.object({ resource: z.object({ addr: z.string() }), action: z.string() }),
  }),
  z.object({
    type: z.literal("outputs"),
    outputs: z.record(z.string(), z.object({ action: z.string().optional() })),
  }),
  z.object({
    type: z.literal("diagnostic"),
    diagnostic: z.object({ severity: z.string(), summary: z.string(), detail: z.string().default("") }),
  }),
]);

function eventsIn({ stdout }: CommandResult) {
  return stdout.split("\n").flatMap((line) => {
    try {
      const parsed = eventSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

function failure({ stack, place }: StackState, what: string, result: CommandResult): MoveStop {
  const errors = eventsIn(result).flatMap((event) =>
    event.type === "diagnostic" && event.diagnostic.severity === "error"
      ? [`${event.diagnostic.summary}: ${event.diagnostic.detail}`]
      : [],
  );
  const text = errors.length > 0 ? errors.join("\n") : result.stderr.trim();
  return new MoveStop(
    "terraform",
    `${stack} (${place}) could not be ${what}: ${text}`,
    "mend what Terraform names, then run the same command again: it goes on from here",
  );
}
