import * as z from "zod";
import { formed } from "./common";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const jobs = z.int().min(0).max(2000);

const window = z.strictObject({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .max(weekdays.length)
    .default(["mon", "tue", "wed", "thu", "fri"])
    .describe("Days of the week."),
  from: formed(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 08:00").describe("First minute of the window."),
  to: formed(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a time such as 18:00, at most 24:00").describe(
    "End of the window: the first minute that is not in it, after `from` on the same day.",
  ),
  timezone: formed(/^[A-Za-z0-9_+\-/]+$/, "a time zone such as Europe/Berlin", 64)
    .default("UTC")
    .describe("Time zone of the window, as in the IANA database."),
  jobs: jobs.describe("Jobs to keep room for during the window."),
});
export type WarmWindow = z.output<typeof window>;

/** A working week has a few windows; each is a policy of the runner. */
const maxWindows = 20;

export const warmSchema = z
  .strictObject({
    jobs: jobs.default(0).describe("Jobs to keep room for, outside of `schedule`."),
    schedule: z
      .array(window)
      .max(maxWindows)
      .default([])
      .describe("Windows with another number of jobs. Where two overlap, the last one counts."),
  })
  .describe(
    "Room on nodes that are already up, so that so many jobs start within seconds: pods without work and of low priority, which make way for jobs. It is paid for whether jobs come or not. Only for compute classes with nodes, and with a runner chart from 0.88.0 on.",
  );
export type Warm = z.output<typeof warmSchema>;
