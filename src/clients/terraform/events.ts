/**
 * The only reader of Terraform's machine-readable output, one JSON object per line. It skips other types of events, prose
 * and lines that are cut off because their process was killed.
 * Source: developer.hashicorp.com/terraform/internals/machine-readable-ui, read 2026-11-24.
 */
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { parseJson } from "../system/json";

const hook = z.object({
  resource: z.object({ addr: z.string() }),
  action: z.string(),
  elapsed_seconds: z.number().default(0),
});

const eventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("apply_start"),
    hook,
    /** ISO 8601. */
    "@timestamp": z.iso.datetime({ offset: true }).optional().catch(undefined),
  }),
  z.object({ type: z.literal("apply_complete"), hook }),
  z.object({ type: z.literal("apply_errored"), hook }),
  z.object({
    type: z.literal("planned_change"),
    change: z.object({ resource: z.object({ addr: z.string() }), action: z.string() }),
  }),
  z.object({
    type: z.literal("outputs"),
    outputs: z.record(z.string(), z.object({ action: z.string().default("noop") })),
  }),
  z.object({
    type: z.literal("change_summary"),
    changes: z.object({
      add: z.number(),
      change: z.number(),
      remove: z.number(),
      /** `plan` for planned changes; `apply` or `destroy` once all changes are done. */
      operation: z.string().default("plan"),
    }),
  }),
  z.object({
    type: z.literal("diagnostic"),
    diagnostic: z.object({ severity: z.string(), summary: z.string(), detail: z.string().default("") }),
  }),
]);
type TerraformEvent = z.output<typeof eventSchema>;

/** The beginning of every event. */
const eventStart = '{"@level"';

/** @returns undefined for a line that is not an event, or an event of another type */
export function readEvent(line: string): TerraformEvent | undefined {
  // On a full disk, the line before may be cut off without its line break.
  const content = parseJson(line.slice(Math.max(0, line.lastIndexOf(eventStart))));
  return eventSchema.safeParse(content).data;
}

/** Whether the line is Terraform's prose, not an event. */
export const isProse = (line: string) => !line.includes(eventStart);

/** @returns the text as `summary: detail`; undefined for a warning */
export function errorIn({ diagnostic }: Extract<TerraformEvent, { type: "diagnostic" }>): string | undefined {
  const { severity, summary, detail } = diagnostic;
  if (severity !== "error") return undefined;
  return detail === "" ? summary : `${summary}: ${detail}`;
}

/**
 * Whether an apply or a destroy finished all its changes, so that the state contains all of them.
 * @param log file of its events; false if it is missing
 */
export function appliedAll(log: string): boolean {
  return eventsIn(log).some((event) => event.type === "change_summary" && event.changes.operation !== "plan");
}

/**
 * When Terraform began to change the first resource. By then it held the lock of the state.
 * @param log file of its events
 * @returns ISO 8601; undefined if it changed nothing, or if the file is missing
 */
export function firstChange(log: string): string | undefined {
  return eventsIn(log).flatMap((event) =>
    event.type === "apply_start" && event["@timestamp"] !== undefined ? [event["@timestamp"]] : [],
  )[0];
}

function eventsIn(log: string): TerraformEvent[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line) => readEvent(line) ?? []);
}
