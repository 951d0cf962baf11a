import { describe, expect, it } from "vitest";
import { slotsOf, warmOf } from "../../../src/migrate/docker-machine/idle-periods";
import type { IdlePeriod } from "../../../src/migrate/docker-machine/old-runner";

const workdays = ["mon", "tue", "wed", "thu", "fri"];
const everyDay = [...workdays, "sat", "sun"];

function windowsOf(...periods: readonly string[]) {
  const { warm } = warmOf({ key: "r", idle: [{ periods, machines: 5, timezone: "UTC" }] }, 50);
  return warm?.schedule?.map(({ days, from, to }) => [days, from, to]);
}

const converted = (idle: readonly IdlePeriod[], concurrent = 50) => warmOf({ key: "r", idle }, concurrent);

describe("a period of docker+machine", () => {
  it.each([
    ["* * 9-17 * * mon-fri *", [[workdays, "09:00", "18:00"]]],
    [
      "* * 0-9,17-23 * * mon-fri *",
      [
        [workdays, "00:00", "10:00"],
        [workdays, "17:00", "24:00"],
      ],
    ],
    ["* * * * * sat,sun *", [[["sat", "sun"], "00:00", "24:00"]]],
    ["* * * * * * *", [[everyDay, "00:00", "24:00"]]],
    ["* 0-59 8 ? * 1-5 *", [[workdays, "08:00", "09:00"]]],
    ["* * 8 * * 0,6-7 *", [[["sat", "sun"], "08:00", "09:00"]]],
    ["* 30-59 3 * * * *", [[everyDay, "03:30", "04:00"]]],
    [
      "* 0-30 4-5 * * Monday *",
      [
        [["mon"], "04:00", "04:31"],
        [["mon"], "05:00", "05:31"],
      ],
    ],
    // A period of docker-autoscaler, and one with the quotes of old versions of the module.
    ["* 7-19 * * mon-fri", [[workdays, "07:00", "20:00"]]],
    ['"* * 9 * * fri *"', [[["fri"], "09:00", "10:00"]]],
  ])("becomes windows: %s", (period, windows) => {
    expect(windowsOf(period)).toEqual(windows);
  });

  it.each([
    "* * 9-17 1 * * *",
    "* * 9-17 * jan * *",
    "* * 9-17 * * * 2027",
    "0 * 9-17 * * * *",
    "* */5 * * * * *",
    "* * 22-6 * * * *",
    "* * 24 * * * *",
    "* 60 3 * * * *",
    "* * * * * someday *",
    "* * * *",
    "* * * * * * * *",
    "",
  ])("is reported if it is not a window: %s", (period) => {
    expect(slotsOf(period)).toEqual([]);
    const { warm, findings } = converted([{ periods: [period], machines: 5, timezone: "UTC" }]);
    expect([warm, findings.map(({ key }) => key)]).toEqual([undefined, ["r.machine idle machines"]]);
    expect(findings[0]?.what).toContain(`"${period}"`);
  });
});

describe("idle machines", () => {
  const nine = ["* * 9 * * mon *"];
  const window = { days: ["mon"], from: "09:00", to: "10:00" };

  it("become warm capacity for as many jobs, up to the concurrency of the runner", () => {
    expect(converted([{ periods: [], machines: 3 }]).warm).toEqual({ jobs: 3 });
    const rows = [
      { periods: [], machines: 30 },
      { periods: nine, machines: 40, timezone: "Europe/Berlin" },
    ];
    const { warm, findings } = converted(rows, 10);
    expect(warm).toEqual({ jobs: 10, schedule: [{ ...window, timezone: "Europe/Berlin", jobs: 10 }] });
    expect(findings).toMatchObject([{ key: "r.machine idle machines" }]);
    expect(findings[0]?.what).toMatch(/40 machines .* 10 jobs/);
  });

  it("keep the order of windows, also of one without machines", () => {
    const rows = [
      { periods: [], machines: 2 },
      { periods: nine, machines: 9, timezone: "UTC" },
      { periods: nine, machines: 0, timezone: "UTC" },
    ];
    expect(converted(rows).warm?.schedule?.map(({ jobs }) => jobs)).toEqual([9, 0]);
  });

  it("report that a period without a time zone is now in UTC", () => {
    for (const timezone of [{}, { timezone: "" }]) {
      const { warm, findings } = converted([{ periods: nine, machines: 1, ...timezone }]);
      expect(warm?.schedule).toEqual([{ ...window, jobs: 1 }]);
      expect(findings).toHaveLength(2);
    }
  });

  it("are not reported if there were none", () => {
    expect(converted([])).toEqual({ findings: [] });
    expect(converted([{ periods: ["* * * 1 * * *"], machines: 0 }])).toEqual({ findings: [] });
  });
});
