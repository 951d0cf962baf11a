/**
 * The journal: one line of JSON for each event, in a file next to the state. Runs only append lines. A reader skips a line
 * that was cut off when its process ended. The journal never contains a value of a resource.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { messageOf } from "../../clients/system/error-message";
import { parseJson } from "../../clients/system/json";
import { readableText } from "../../clients/system/regular-file";
import { processSchema } from "../../clients/system/process";
import { runEventSchema, type RunEvent } from "./events";
import { makeFolder } from "../../clients/system/make-folder";

export const journalFile = "journal.jsonl";

const runSchema = z.object({ run: z.string() });
/** Terraform began to change resources, as a process that may outlive the run. */
const terraformSchema = z.object({
  at: z.string(),
  kind: z.literal("terraform-started"),
  stack: z.string(),
  process: processSchema,
  /** File of its events. */
  log: z.string(),
});
/**
 * Terraform ended by itself, so everything that it did is in the state or in a saved copy. Its own run or a later run
 * recorded this.
 */
const terraformEndedSchema = z.object({
  at: z.string(),
  kind: z.literal("terraform-ended"),
  stack: z.string(),
});
/** The user confirmed the end of a Terraform that this machine cannot check. No state may record its last changes. */
const terraformLostSchema = z.object({
  at: z.string(),
  kind: z.literal("terraform-lost"),
  stack: z.string(),
});
export const lineSchema = z.intersection(
  runSchema,
  z.union([runEventSchema, terraformSchema, terraformEndedSchema, terraformLostSchema]),
);
export type JournalLine = z.output<typeof lineSchema>;
export type TerraformStarted = z.output<typeof terraformSchema>;

/** The journal while a run writes it. */
export interface Journal {
  readonly write: (
    event:
      | RunEvent
      | TerraformStarted
      | z.output<typeof terraformEndedSchema>
      | z.output<typeof terraformLostSchema>,
  ) => void;
  /** Why some lines are not written yet; undefined if all are. */
  readonly problem: () => string | undefined;
}

/** Events to sync to disk before the run continues: they distinguish a run that ended from one that was killed. */
const durable = new Set([
  "run-started",
  "terraform-started",
  "terraform-ended",
  "terraform-lost",
  "stack-done",
  "stack-failed",
  "run-ended",
]);

/** @param folder of the run; created when it does not exist */
export function openJournal(folder: string, run: string): Journal {
  makeFolder(folder, 0o700);
  const path = join(folder, journalFile);
  // Ends a line that a killed process left without its line break.
  const waiting = endsWithNewline(path) ? [] : ["\n"];
  let problem: string | undefined;
  return {
    write: (event) => {
      waiting.push(`${JSON.stringify({ run, ...event })}\n`);
      try {
        append(path, waiting.join(""), durable.has(event.kind));
        waiting.length = 0;
        problem = undefined;
      } catch (error) {
        // A full disk must not end a run during an apply. The next event writes the waiting lines too.
        problem = messageOf(error);
      }
    },
    problem: () => problem,
  };
}

/** Appends the whole text, or nothing of it if that fails. */
function append(path: string, text: string, sync: boolean): void {
  const file = openSync(path, "a", 0o600);
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.from(text);
    try {
      // On a nearly full disk a write may be partial, without an error.
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    if (sync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The events that runs showed, without the lines that only the journal has. */
export function eventsOf(lines: readonly JournalLine[]): RunEvent[] {
  return lines.flatMap((line) =>
    line.kind === "terraform-started" || line.kind === "terraform-ended" || line.kind === "terraform-lost"
      ? []
      : [line],
  );
}

/** All lines, oldest first; empty if there is no journal. */
export function readJournal(folder: string): JournalLine[] {
  return (readableText(join(folder, journalFile)) ?? "").split("\n").flatMap((line) => {
    const parsed = lineSchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function endsWithNewline(path: string): boolean {
  const text = readableText(path) ?? "";
  return text === "" || text.endsWith("\n");
}
