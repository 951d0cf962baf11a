/**
 * What the capacity model says about the largest fleet: which jobs fail for another reason than the account's quotas
 * and addresses, which the checks of the account report.
 */
import type { Config } from "../config";
import { findBottlenecks } from "../fleet/capacity/find-bottlenecks";
import { recommendationText } from "../fleet/capacity/recommendation";
import type { FailureReason } from "../fleet/capacity/fleet";
import { fleetGroups, type FleetGroup } from "../fleet/capacity/groups";
import { withoutLimits } from "../fleet/capacity/levers";
import { failuresOf, failureTexts, outcomeText } from "../fleet/capacity/labels";
import { capacityConstants } from "../facts/capacity";
import { findingsOf, type Finding } from "./finding";

const finding = findingsOf("configuration");
const source = "docs/capacity.md";

export function fleetFindings(config: Config): readonly Finding[] {
  return fleetGroups(config).map((group) => oneGroup(config, group));
}

/** Nothing is refused for what the configuration does not show, or for what nobody measured. */
function doubtedReasons({ capacity }: Config): readonly FailureReason[] {
  const { coldStartFromSeconds, coldStartToSeconds } = capacityConstants;
  const assumed =
    capacity.coldStartFromSeconds === coldStartFromSeconds.value &&
    capacity.coldStartToSeconds === coldStartToSeconds.value;
  // A login may have a higher limit of pulls; pods that were timed may start sooner.
  return assumed ? ["no-image", "pod-too-late"] : ["no-image"];
}

function oneGroup(config: Config, group: FleetGroup): Finding {
  const { concurrent, runners } = group;
  const fleet = withoutLimits(group.fleet, ["vcpu-quota", "addresses"], concurrent);
  const { outcome, steps } = findBottlenecks(fleet, concurrent);
  const who = runners.join(", ");
  const id = `fleet.${runners[0] ?? ""}`;
  const what = `${concurrent} jobs at once on ${who}, by the model: ${outcomeText(outcome)}`;
  if (outcome.succeeded === outcome.jobs) return finding("ok", id, what);
  const why = failuresOf(outcome).map(({ reason, count }) => `${count}: ${failureTexts[reason]}`);
  const [first] = steps;
  const fix = first === undefined ? "set a lower concurrent" : recommendationText(config, group, first);
  const doubted = doubtedReasons(config).reduce((sum, reason) => sum + outcome.failures[reason], 0);
  const level = doubted === outcome.jobs - outcome.succeeded ? "warning" : "error";
  return finding(level, id, `${what} (${why.join("; ")})`, { fix, source });
}
