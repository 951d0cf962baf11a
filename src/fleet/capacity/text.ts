/** The answer for a person at a terminal. */
import type { CapacityResult, GroupAnswer } from "./index";
import type { TutorialComparison } from "./tutorial";
import { durationOf, failuresOf, failureTexts, outcomeText, resourceTexts } from "./labels";

export function capacityText({ jobs, groups, tutorial }: CapacityResult): string {
  if (groups.length === 0) return "The configuration has no runners.\n";
  const answers = groups.map((group) => groupText(jobs, group)).join("\n");
  return `${answers}\nHow far to trust it: what the tutorial told\n${tutorialText(tutorial)}  What is measured and what is assumed: docs/capacity.md\n`;
}

export function groupTitle({ runners, compute, concurrent, jobSeconds }: GroupAnswer, jobs: number): string {
  const [first = ""] = runners;
  const who = runners.length === 1 ? first : `${first} and ${runners.length - 1} like it`;
  return `${jobs} jobs of ${durationOf(jobSeconds)} on ${who} (${compute}, ${concurrent} at once)`;
}

function groupText(jobs: number, group: GroupAnswer): string {
  const lines = [
    groupTitle(group, jobs),
    `  as configured: ${outcomeText(group.outcome)}`,
    ...failuresOf(group.outcome).map(({ reason, count }) => `    ${count}: ${failureTexts[reason]}`),
    `  limits first: ${bottleneckText(group)}`,
    ...group.steps.flatMap(({ limits, change, outcome }, at) => [
      ...(at === 0 ? [] : [`  then: ${limitsText(limits)}`]),
      `    change: ${change}`,
      `    result: ${outcomeText(outcome)}`,
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

export function limitsText(limits: GroupAnswer["steps"][number]["limits"]): string {
  return limits.map((limit) => resourceTexts[limit]).join(", together with ");
}

export function bottleneckText({ steps: [first] }: GroupAnswer): string {
  return first === undefined
    ? "nothing that can be set: what is left is the start of the pods and the jobs themselves"
    : limitsText(first.limits);
}

const percent = (share: number) => `${share < 0 ? "-" : "+"}${Math.abs(Math.round(share * 100))}%`;

/** The tutorial's own figures beside the model's, and what would explain the distance. */
export function tutorialText({ points, explanations, excluded }: TutorialComparison): string {
  const rows = points.map(({ jobs, managers, said, seconds, lost, distance }) => {
    const model = lost > 0 ? `${lost} never end` : durationOf(seconds);
    const far = distance === undefined ? "" : ` (${percent(distance)})`;
    return `  ${jobs} jobs, ${managers} of its managers: ${said}; the model: ${model}${far}`;
  });
  const why = explanations.map(({ text, points: then }) => {
    const times = then.map(({ seconds, lost }) => (lost > 0 ? `${lost} never end` : durationOf(seconds)));
    return `  ${text} would explain the second: ${times.join(", ")}`;
  });
  const not =
    excluded.length === 0 ? [] : [`  not the reason, since jobs would fail first: ${excluded.join(", ")}`];
  return `${[...rows, ...why, ...not].join("\n")}\n`;
}
