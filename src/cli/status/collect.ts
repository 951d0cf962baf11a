/** Collects the facts of `glrunner status`: reads the journal on this machine and asks AWS, GitLab and the cluster. */
import type { Config } from "../../config";
import type { Environment } from "../../config/environment";
import { singleStack, stages } from "../../config/stages";
import { standingCost } from "../../fleet/price";
import type { RunRecord } from "../../run/journal/history";
import { status, type RunStatus } from "../../run/journal/status";
import { known, unknown, type Observed } from "./observed";
import { askCluster, askEks, askGitLab } from "./questions";
import type { PlanStatus, StatusReport } from "./report";
import { stageStatuses } from "./stages";
import { assessHealth } from "./health";

interface StatusQuestion {
  readonly config: Config;
  readonly env: Environment;
  readonly home: string;
  readonly now: Date;
  /** Asks neither AWS, the cluster nor GitLab. */
  readonly offline: boolean;
}

export async function collectStatus(question: StatusQuestion): Promise<StatusReport> {
  const { config, home, now } = question;
  const recorded = status(config, home);
  const { lastPlan, ...journal } = recorded;
  const names = config.layout === "single" ? [singleStack] : stages;
  const facts = {
    ...journal,
    ...{ cluster: config.name, region: config.region, on: now.toISOString() },
    stages: stageStatuses(names, recorded),
    versions: { kubernetes: config.versions.kubernetes, karpenter: config.versions.karpenter },
    ...(await answers(question)),
    lastPlan: planStatus(lastPlan, recorded),
    usdPerMonth: standingCost(config, now.toISOString().slice(0, 10)).total,
  };
  return { ...facts, ...assessHealth(facts) };
}

/** The facts that only a question can answer. */
type Answers = Pick<StatusReport, "eks" | "managers" | "jobs" | "gitlab">;

async function answers({ config, env, now, offline }: StatusQuestion): Promise<Answers> {
  if (offline) {
    const skipped = unknown("not asked (--offline)");
    return { eks: skipped, managers: skipped, jobs: skipped, gitlab: skipped };
  }
  const [eks, gitlab] = await Promise.all([askEks(config, env), askGitLab(config, env)]);
  if (eks.known && eks.value !== undefined) return { eks, gitlab, ...(await askCluster(config, env, now)) };
  const skipped = unknown(eks.known ? "there is no cluster" : eks.why);
  return { eks, gitlab, managers: skipped, jobs: skipped };
}

function planStatus(lastPlan: RunRecord | undefined, { runs }: RunStatus): Observed<PlanStatus> {
  if (lastPlan === undefined) return unknown("nothing was planned on this machine yet");
  const at = lastPlan.ended?.at ?? lastPlan.started;
  const drifts = lastPlan.stacks.flatMap(({ planned }) => planned?.drift ?? []);
  return known({
    at,
    changes: lastPlan.stacks.map(({ stack, planned }) => ({ stack, count: planned?.changes ?? 0 })),
    ...(drifts.length > 0 && { drift: drifts.reduce((sum, each) => sum + each, 0) }),
    isOld: runs.some(({ started }) => started > at),
  });
}
