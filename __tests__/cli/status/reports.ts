/** A status in which all is well, to be changed by the few words that a test is about. */
import { known } from "../../../src/cli/status/observed";
import type { StatusReport } from "../../../src/cli/status/report";
import type { StageStatus } from "../../../src/cli/status/stages";
import { assessHealth } from "../../../src/cli/status/health";

type Facts = Parameters<typeof assessHealth>[0];

const stage = (stack: string): StageStatus => ({
  ...{ stack, state: "deployed", at: "2026-11-30T09:12:44.000Z", errors: [] },
  ...{ run: "9e304892-1154-4655-81ec-2fb0389d983b", command: "deploy", version: "0.1.0" },
});

const well: Facts = {
  ...{ cluster: "ci", region: "us-west-2", on: "2026-11-30T10:00:00.000Z", folder: "/home/a/tfstate/ci.run" },
  ...{ holder: undefined, unreadable: undefined, runs: [], unsettled: [] },
  stages: ["vpc", "eks", "addons", "runners"].map(stage),
  eks: known({
    ...{ status: "ACTIVE", endpoint: "https://abc.eks.amazonaws.com", kubernetes: "1.35" },
    ...{ platformVersion: "eks.3", issues: [] },
  }),
  versions: { kubernetes: "1.35", karpenter: "1.12.2" },
  managers: known([{ runner: "fargate", state: "up" } as const]),
  jobs: known({ running: 3, pending: 1, stuck: 0 }),
  gitlab: known([
    { name: "fargate", place: "env", verdict: "ok", id: 12, paused: false, managersOnline: 1 } as const,
  ]),
  lastPlan: known({
    at: "2026-11-30T09:30:00.000Z",
    changes: [{ stack: "vpc", count: 0 }],
    drift: 0,
    isOld: false,
  }),
  usdPerMonth: { usd: 343.6, unknown: [] },
};

export function reportOf(changed: Partial<Facts> = {}): StatusReport {
  const facts: Facts = { ...well, ...changed };
  return { ...facts, ...assessHealth(facts) };
}
