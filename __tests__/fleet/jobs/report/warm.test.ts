import { expect, it } from "vitest";
import { warmRooms } from "../../../../src/fleet/jobs/report/list-jobs";
import { jobsText } from "../../../../src/fleet/jobs/report/text";
import { configOf, runner } from "../../../config/samples";

it("reports which runners keep room on warm nodes, and when", () => {
  const schedule = [{ days: ["mon"], from: "08:00", to: "18:00", jobs: 20 }];
  const config = configOf({
    runners: [runner({ compute: "on-demand", warm: { jobs: 2, schedule } }), runner({ name: "other" })],
  });
  const warm = warmRooms(config);
  expect(warm).toEqual([{ runner: "runner1", room: "2 jobs, mon 08:00-18:00 UTC: 20" }]);
  const nothing = {
    ok: true,
    on: "",
    region: "us-west-2",
    runners: [],
    jobs: [],
    hung: [],
    unknown: [],
  } as const;
  expect(jobsText({ ...nothing, warm })).toContain("runner1 keeps room on warm nodes: 2 jobs, mon 08:00");
});
