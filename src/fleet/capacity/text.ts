/** The answer for a person at a terminal. */
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
    TerminalText.of("  as configured: ", outcome(group.outcome)),
    ...warmLines(group),
    ...failuresOf(group.outcome).map(({ reason, count }) => `    ${count}: ${failureTexts[reason]}`),
    `  limits first: ${bottleneckText(group)}`,
    ...group.steps.flatMap(({ limits, change, outcome: after, usdPerMonth }, at) => [
      ...(at === 0 ? [] : [`  then: ${limitsText(limits)}`]),
      `    change: ${change}`,
      TerminalText.of("    result: ", outcome(after), `; ${extraText(usdPerMonth)}`),
    ]),
  ];
  return TerminalText.of(...lines.flatMap((line) => [line, "\n"]));
}

/** Green only where every job succeeds. */
function outcome(of: Outcome): TerminalText {
  return TerminalText.styled(outcomeText(of), of.succeeded === of.jobs ? "green" : "red");
}

/** What a change costs, after its effect. */
export function extraText(usd: Usd): string {
  if (usd === "unknown") return "its cost is not known";
  return usd < 0.005 ? "no cost around the clock" : `${usdText(usd)} a month more around the clock`;
}

/** When the first and the last job start and end, with and without warm capacity. */
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

export function limitsText(limits: GroupCapacity["steps"][number]["limits"]): string {
  return limits.map((limit) => resourceTexts[limit]).join(", together with ");
}

export function bottleneckText({ steps: [first] }: GroupCapacity): string {
  return first === undefined
    ? "nothing that can be set: what is left is the start of the pods and the jobs themselves"
    : limitsText(first.limits);
}
