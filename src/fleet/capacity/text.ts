/** The result as text for a terminal. */
import { TerminalText, type Printable } from "../../html/terminal-text";
import { usdText } from "../../config/placement/labels";
import type { Usd } from "../../config/placement/usd";
import type { CapacityResult, GroupCapacity } from "./capacity";
import type { Outcome } from "./fleet";
import {
  durationOf,
  failuresOf,
  failureTexts,
  firstStartSeconds,
  outcomeText,
  resourceTexts,
} from "./labels";

export function capacityText({ jobs, groups }: CapacityResult): TerminalText {
  if (groups.length === 0) return TerminalText.of("The configuration has no runners.\n");
  return TerminalText.of(
    ...groups.flatMap((group) => [groupText(jobs, group), "\n"]),
    "This is a model. docs/capacity.md lists what was measured and what is assumed.\n",
  );
}

/** Jobs and runners of a group, as a title. */
export function groupTitle(
  { runners, compute, concurrent, jobSeconds }: GroupCapacity,
  jobs: number,
): string {
  const [first = ""] = runners;
  const who = runners.length === 1 ? first : `${first} and ${runners.length - 1} like it`;
  return `${jobs} jobs of ${durationOf(jobSeconds)} on ${who} (${compute}, ${concurrent} at once)`;
}

function groupText(jobs: number, group: GroupCapacity): TerminalText {
  const lines: readonly Printable[] = [
    TerminalText.styled(groupTitle(group, jobs), "bold"),
    TerminalText.of("  as configured: ", outcomeLine(group.outcome)),
    ...warmLines(group),
    ...failuresOf(group.outcome).map(({ reason, count }) => `    ${count}: ${failureTexts[reason]}`),
    `  limits first: ${bottleneckText(group)}`,
    ...group.steps.flatMap(({ limits, change, outcome: after, usdPerMonth }, at) => [
      ...(at === 0 ? [] : [`  then: ${limitsText(limits)}`]),
      `    change: ${change}`,
      TerminalText.of("    result: ", outcomeLine(after), `; ${extraText(usdPerMonth)}`),
    ]),
  ];
  return TerminalText.of(...lines.flatMap((line) => [line, "\n"]));
}

/** Green only if every job succeeds. */
function outcomeLine(of: Outcome): TerminalText {
  return TerminalText.styled(outcomeText(of), of.succeeded === of.jobs ? "green" : "red");
}

/** The additional cost of a change. */
export function extraText(usd: Usd): string {
  if (usd === "unknown") return "unknown cost";
  return usd < 0.005 ? "no cost around the clock" : `${usdText(usd)} a month more around the clock`;
}

/** The start of the first job and the outcome, with and without warm capacity. */
function warmLines({ outcome, warm }: GroupCapacity): readonly string[] {
  if (warm === undefined) return [];
  const first = (of: Outcome) => {
    const seconds = firstStartSeconds(of);
    return seconds === undefined ? "no job starts" : `the first job starts after ${durationOf(seconds)}`;
  };
  return [
    `    with room for ${warm.jobs} kept warm, ${first(outcome)}`,
    `  with nothing warm: ${outcomeText(warm.cold)}; ${first(warm.cold)}`,
  ];
}

/** The limits of a step. */
export function limitsText(limits: GroupCapacity["steps"][number]["limits"]): string {
  return limits.map((limit) => resourceTexts[limit]).join(", together with ");
}

/** The limits of the first step. */
export function bottleneckText({ steps: [first] }: GroupCapacity): string {
  return first === undefined
    ? "no setting: only the start of the pods and the jobs themselves take time"
    : limitsText(first.limits);
}
