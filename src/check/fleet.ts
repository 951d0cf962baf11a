/**
 * Checks whether a number of jobs can run at once, for each group of similar runners. The result is that of `glrunner
 * capacity` with the account's own vCPU quota, and the cost is that of `glrunner price`. If AWS does not return the quota,
 * the result is unknown or a warning, never ok.
 */
import type { Config } from "../config";
import { usdText } from "../config/placement/labels";
import { findBottlenecks } from "../fleet/capacity/find-bottlenecks";
import { quotaKeyOf, recommendationText } from "../fleet/capacity/recommendation";
import type { FailureReason, Outcome } from "../fleet/capacity/fleet";
import { fleetGroups, type FleetGroup } from "../fleet/capacity/groups";
import { failuresOf, failureTexts, outcomeText } from "../fleet/capacity/labels";
import { jobCosts } from "../fleet/price/job-cost";
import { capacityConstants } from "../facts/capacity";
import type { QuotaLimits } from "./account/quota-limits";
import { findingsOf, type Finding } from "./finding";

const finding = findingsOf("configuration");
const source = "docs/capacity.md";

interface FleetQuestion {
  /** @default as many as each group takes */
  readonly jobs?: number;
  readonly limits: QuotaLimits;
}

/** One finding for each group. */
export async function fleetFindings(config: Config, question: FleetQuestion): Promise<readonly Finding[]> {
  return Promise.all(fleetGroups(config).map((group) => groupFinding(config, group, question)));
}

/** The configuration with the quota that the account has; `known` is false if AWS did not return it. */
async function withQuota(config: Config, { compute }: FleetGroup, limits: QuotaLimits) {
  const { quota, key } = quotaKeyOf(compute);
  const limit = await limits(quota);
  return limit.ok
    ? {
        known: true,
        vcpu: limit.value,
        own: { ...config, capacity: { ...config.capacity, [key]: limit.value } },
      }
    : { known: false, vcpu: config.capacity[key], own: config };
}

/** Failures that are only warnings: they depend on an assumed value, or on a quota that AWS did not return. */
function isDoubtful({ capacity }: Config, quotaKnown: boolean): (reason: FailureReason) => boolean {
  const { coldStartFromSeconds, coldStartToSeconds } = capacityConstants;
  const assumed =
    capacity.coldStartFromSeconds === coldStartFromSeconds.value &&
    capacity.coldStartToSeconds === coldStartToSeconds.value;
  // An account of the registry may have a higher limit, and measured pods may start sooner.
  return (reason) =>
    reason === "no-image" || (reason === "pod-too-late" && assumed) || (reason === "no-room" && !quotaKnown);
}

async function groupFinding(
  config: Config,
  configured: FleetGroup,
  { jobs, limits }: FleetQuestion,
): Promise<Finding> {
  const { concurrent, runners } = configured;
  const jobCount = jobs ?? concurrent;
  const { known, vcpu, own } = await withQuota(config, configured, limits);
  const group = fleetGroups(own).find((each) => each.runners[0] === runners[0]) ?? configured;
  const { outcome, steps } = findBottlenecks(group.fleet, jobCount);
  const id = `fleet.${runners[0] ?? ""}`;
  const quota = `${known ? "the account's quota of" : "an assumed quota of"} ${vcpu} vCPU`;
  const cost = jobCosts(own, jobCount).find((each) => each.runners[0] === runners[0])?.usd.jobs ?? "unknown";
  const what = `${jobCount} jobs at once on ${runners.join(", ")}, with ${quota}: ${outcomeText(outcome)}; cost of the jobs: ${usdText(cost)}`;
  if (outcome.succeeded === outcome.jobs) {
    const read = "the quota is not known: check with credentials that may read Service Quotas";
    return known ? finding("ok", id, what) : finding("unknown", id, `${what}; ${read}`, { source });
  }
  const why = failuresOf(outcome).map(({ reason, count }) => `${count}: ${failureTexts[reason]}`);
  const [first] = steps;
  const fix = first === undefined ? "set a lower concurrent" : recommendationText(own, group, first);
  const level = failedOnly(outcome, isDoubtful(config, known)) ? "warning" : "error";
  return finding(level, id, `${what} (${why.join("; ")})`, { fix, source });
}

function failedOnly(outcome: Outcome, doubted: (reason: FailureReason) => boolean): boolean {
  return failuresOf(outcome).every(({ reason }) => doubted(reason));
}
