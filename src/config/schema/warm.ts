import * as z from "zod";
import { formed, int } from "./common";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const jobs = int(0, 2000);

const window = z.strictObject({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .max(weekdays.length)
    .default(["mon", "tue", "wed", "thu", "fri"])
    .describe("Days of the week."),
  from: formed(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 08:00").describe("First minute of the window."),
  to: formed(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a time such as 18:00, at most 24:00").describe(
    "End of the window: the first minute after it, later than `from` on the same day.",
  ),
  timezone: formed(/^[A-Za-z0-9_+\-/]+$/, "a time zone such as Europe/Berlin", 64)
    .default("UTC")
    .describe("Time zone of the window, as in the IANA database."),
  jobs: jobs.describe("Jobs to keep room for during the window."),
});
export type WarmWindow = z.output<typeof window>;

/** Each window is a policy of the runner. A working week needs only a few. */
const maxWindows = 20;

export const warmSchema = z
  .strictObject({
    jobs: jobs.default(0).describe("Jobs to keep room for, outside of `schedule`."),
    schedule: z
      .array(window)
      .max(maxWindows)
      .default([])
      .describe("Windows with another number of jobs. If two overlap, the later one in the list counts."),
  })
  .describe(
    "Room on running nodes, so that this many jobs start within seconds. Pause pods of low priority keep the room until jobs need it. You pay for the nodes even without jobs. Only for compute classes with nodes, and with a runner chart from 0.88.0 on.",
  );
export type Warm = z.output<typeof warmSchema>;
