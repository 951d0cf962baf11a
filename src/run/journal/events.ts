/** The events of a run. The journal keeps each event as one line of JSON. */
import * as z from "zod";

const at = z.string().describe("ISO 8601");
const stack = z.string();
const seconds = z.number();
const counts = { add: z.number(), change: z.number(), remove: z.number() };
const resource = {
  stack,
  address: z.string(),
  action: z.enum(["create", "update", "delete", "other"]),
};

/** The steps of a stack. */
export const steps = ["init", "plan", "review", "apply", "destroy", "health", "sweep"] as const;
/** One step of a stack. */
export type Step = (typeof steps)[number];
const step = z.enum(steps);

const command = z.enum(["deploy", "destroy", "resume", "plan"]);
/** The commands that are runs. */
export type RunCommandName = z.output<typeof command>;

/** Increased when an older glrunner would misread a new journal. */
export const journalFormat = 1;

/** One event. */
export const runEventSchema = z.discriminatedUnion("kind", [
  z.object({
    at,
    kind: z.literal("run-started"),
    command,
    stacks: z.array(z.string()).readonly(),
    version: z.string().optional().describe("Version of glrunner. Missing in old journals."),
    format: z.number().max(journalFormat).optional().describe("Format of this run's lines. @default 1"),
  }),
  z.object({ at, kind: z.literal("stack-started"), stack, attempt: z.number() }),
  z.object({ at, kind: z.literal("step-started"), stack, step }),
  z.object({ at, kind: z.literal("step-done"), stack, step, seconds }),
  z.object({
    ...{ at, kind: z.literal("planned"), stack, ...counts },
    drift: z.number().optional().describe("Objects that were changed outside of Terraform. Only of `plan`."),
  }),
  z.object({ at, kind: z.literal("resource-started"), ...resource }),
  z.object({ at, kind: z.literal("resource-done"), ...resource, seconds }),
  z.object({ at, kind: z.literal("resource-failed"), ...resource }),
  z.object({ at, kind: z.literal("waiting"), stack, why: z.string(), fix: z.string() }),
  z.object({
    at,
    kind: z.literal("retrying"),
    stack,
    why: z.string(),
    attempt: z.number(),
    waitSeconds: z.number(),
  }),
  z.object({
    at,
    kind: z.literal("lock-released"),
    stack,
    lock: z.string().describe("Id of the lock."),
    by: z.string().describe("The run that left the lock."),
  }),
  z.object({
    at,
    kind: z.literal("state-repaired"),
    stack,
    why: z.string().describe("The defect of the file, its replacement, and the path of the copy."),
  }),
  z.object({
    at,
    kind: z.literal("deletes-data"),
    stack,
    what: z.string().describe("Data that the run will delete permanently."),
    keep: z.string().describe("How to keep the data."),
  }),
  z.object({ at, kind: z.literal("stack-done"), stack, ...counts, seconds }),
  z.object({ at, kind: z.literal("stack-skipped"), stack, why: z.string() }),
  z.object({ at, kind: z.literal("stack-failed"), stack, errors: z.array(z.string()).readonly() }),
  z.object({
    at,
    kind: z.literal("run-ended"),
    outcome: z.enum(["done", "failed", "cancelled", "interrupted"]),
    seconds,
  }),
]);
/** One event, with its time. */
export type RunEvent = z.output<typeof runEventSchema>;

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;
/** An event without its time. */
export type NewRunEvent = WithoutTime<RunEvent>;
/** Records an event with the current time, and shows it. */
export type EmitEvent = (event: NewRunEvent) => void;
