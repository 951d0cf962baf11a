/**
 * What happened, one line of JSON an event, in a file beside the state. It is only ever added to; a line that was cut
 * off by the end of its process is skipped. No value of any resource is in it.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { messageOf } from "../../clients/system/error-message";
import { parseJson } from "../../clients/system/json";
import { processSchema } from "../../clients/system/process";
import { runEventSchema, type RunEvent } from "./events";

const journalFile = "journal.jsonl";

const runSchema = z.object({ run: z.string() });
/** Terraform has begun to change what is there, as a process of its own that may outlive the run. */
const terraformSchema = z.object({
  at: z.string(),
  kind: z.literal("terraform-started"),
  stack: z.string(),
  process: processSchema,
  /** Where it writes its events. */
  log: z.string(),
});
/** It ended by itself, so that all it did is in the state, or in a file that says what is not: seen by its own run, or found by a later one. */
const terraformEndedSchema = z.object({
  at: z.string(),
  kind: z.literal("terraform-ended"),
  stack: z.string(),
});
/** The user confirmed that a Terraform is gone which nobody here could look at. What it did last may be in no state. */
const terraformLostSchema = z.object({
  at: z.string(),
  kind: z.literal("terraform-lost"),
  stack: z.string(),
});
const lineSchema = z.intersection(
  runSchema,
  z.union([runEventSchema, terraformSchema, terraformEndedSchema, terraformLostSchema]),
);
export type JournalLine = z.output<typeof lineSchema>;
export type TerraformStarted = z.output<typeof terraformSchema>;

export interface Journal {
  readonly write: (
    event:
      | RunEvent
      | TerraformStarted
      | z.output<typeof terraformEndedSchema>
      | z.output<typeof terraformLostSchema>,
  ) => void;
  /** Why something could not be written; undefined when all is. */
  readonly problem: () => string | undefined;
}

/** Events after which a run that is gone is told from one that ended. */
const durable = new Set([
  "run-started",
  "terraform-started",
  "terraform-ended",
  "terraform-lost",
  "stack-done",
  "stack-failed",
  "run-ended",
]);

/** @param folder made if it is not there */
export function openJournal(folder: string, run: string): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, journalFile);
  // A line that a dead process left open must not swallow the next one.
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
        // A full disk must not end a run in the middle of an apply: the next event tries again.
        problem = messageOf(error);
      }
    },
    problem: () => problem,
  };
}

/** All of the text or, where that fails, nothing of it. */
function append(path: string, text: string, sync: boolean): void {
  const file = openSync(path, "a", 0o600);
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.from(text);
    try {
      // The last bytes of a disk are given without an error.
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

/** What runs told; not what only a journal notes. */
export function eventsOf(lines: readonly JournalLine[]): RunEvent[] {
  return lines.flatMap((line) =>
    line.kind === "terraform-started" || line.kind === "terraform-ended" || line.kind === "terraform-lost"
      ? []
      : [line],
  );
}

/** In the order in which they were written; empty when there is no journal. */
export function readJournal(folder: string): JournalLine[] {
  return readText(join(folder, journalFile))
    .split("\n")
    .flatMap((line) => {
      const parsed = lineSchema.safeParse(parseJson(line));
      return parsed.success ? [parsed.data] : [];
    });
}

function endsWithNewline(path: string): boolean {
  const text = readText(path);
  return text === "" || text.endsWith("\n");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
