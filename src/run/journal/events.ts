/** What a run reports while it is in progress. The journal keeps each event as one line of JSON. */
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

export const steps = ["init", "plan", "review", "apply", "destroy", "health", "sweep"] as const;
export type Step = (typeof steps)[number];
const step = z.enum(steps);

const command = z.enum(["deploy", "destroy", "resume", "plan"]);
/** The commands that are runs. */
export type RunCommandName = z.output<typeof command>;

/** Raised when an older glrunner would misread what a new one writes. */
export const journalFormat = 1;

export const runEventSchema = z.discriminatedUnion("kind", [
  z.object({
    at,
    kind: z.literal("run-started"),
    command,
    stacks: z.array(z.string()).readonly(),
    version: z.string().optional().describe("Of glrunner. Not in journals from before it was recorded."),
    format: z.number().max(journalFormat).optional().describe("Of this run's lines. 1 where it is absent."),
  }),
  z.object({ at, kind: z.literal("stack-started"), stack, attempt: z.number() }),
  z.object({ at, kind: z.literal("step-started"), stack, step }),
  z.object({ at, kind: z.literal("step-done"), stack, step, seconds }),
  z.object({
    ...{ at, kind: z.literal("planned"), stack, ...counts },
    drift: z.number().optional().describe("Objects that were changed outside of Terraform. Of `plan` alone."),
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
    lock: z.string().describe("Its ID."),
    by: z.string().describe("What left it behind."),
  }),
  z.object({
    at,
    kind: z.literal("state-repaired"),
    stack,
    why: z.string().describe("What was wrong with which file, what took its place, and where it is kept."),
  }),
  z.object({
    at,
    kind: z.literal("deletes-data"),
    stack,
    what: z.string().describe("Data that the run is about to delete for good."),
    keep: z.string().describe("How to keep it."),
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
export type RunEvent = z.output<typeof runEventSchema>;

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;
/** An event without its time. */
export type NewRunEvent = WithoutTime<RunEvent>;
/** Records an event with the present time, and shows it. */
export type EmitEvent = (event: NewRunEvent) => void;
