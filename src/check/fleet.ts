/**
 * The fleet at its largest, by the model: what fails though the account has room for it. Room is what the quotas and
 * the subnets are asked about.
 */
import type { Config } from "../config";
import { answer } from "../capacity/answer";
import { changeText } from "../capacity/change";
import { fleetGroups, type FleetGroup } from "../capacity/groups";
import { relieved } from "../capacity/relief";
import { failuresOf, failureTexts, outcomeText } from "../capacity/words";
import { findingsOf, type Finding } from "./finding";

const finding = findingsOf("configuration");
const source = "docs/capacity.md";

export function fleetFindings(config: Config): readonly Finding[] {
  return fleetGroups(config).map((group) => oneGroup(config, group));
}

function oneGroup(config: Config, group: FleetGroup): Finding {
  const { concurrent, runners } = group;
  const fleet = relieved(group.fleet, ["vcpu-quota", "addresses"], concurrent);
  const { outcome, steps } = answer(fleet, concurrent);
  const who = runners.join(", ");
  const id = `fleet.${runners[0] ?? ""}`;
  const what = `${concurrent} jobs at once on ${who}, by the model: ${outcomeText(outcome)}`;
  if (outcome.succeeded === outcome.jobs) return finding("ok", id, what);
  const why = failuresOf(outcome).map(({ reason, count }) => `${count}: ${failureTexts[reason]}`);
  const [first] = steps;
  const fix = first === undefined ? "lower concurrent" : changeText(config, group, first);
  // A login that the configuration does not show may have a higher limit.
  const level = outcome.failures["no-image"] === outcome.jobs - outcome.succeeded ? "warning" : "error";
  return finding(level, id, `${what} (${why.join("; ")})`, { fix, source });
}
