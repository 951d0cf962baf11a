/** The status as text: first the verdict, last the next step. */
import { TerminalText, type Printable, type Style } from "../../html/terminal-text";
import { oneLine } from "../../html/visible";
import { totalText } from "../../config/placement/labels";
import type { Observed } from "./observed";
import type { StatusLevel, StatusReport } from "./report";
import type { StageStatus } from "./stages";

const levelStyles: Readonly<Record<StatusLevel, Style>> = {
  well: "green",
  look: "yellow",
  bad: "red",
  unknown: "yellow",
};

/** The word that a verdict begins with. */
export const levelWords: Readonly<Record<StatusLevel, string>> = {
  well: "Well",
  look: "Look",
  bad: "Not well",
  unknown: "Unknown",
};

export function statusText(report: StatusReport): TerminalText {
  const { cluster, region, verdict, stages, next, folder } = report;
  const rows = factRows(report);
  const width = Math.max(...rows.map(([name]) => name.length), ...stages.map(({ stack }) => stack.length));
  const row = (name: string, text: string, style?: Style): readonly Printable[] => [
    `  ${name.padEnd(width)}  `,
    TerminalText.styled(oneLine(text), style),
    "\n",
  ];
  return TerminalText.of(
    TerminalText.styled(`${cluster} in ${region}\n`, "bold"),
    TerminalText.styled(
      `${levelWords[verdict.level]}: ${oneLine(verdict.text)}\n`,
      levelStyles[verdict.level],
    ),
    "\n",
    ...stages.flatMap((stage) => [
      ...row(stage.stack, stageText(stage), stageStyles[stage.state]),
      ...stage.errors.flatMap((error) => row("", error, "red")),
    ]),
    "\n",
    ...rows.flatMap(([name, text, style]) => row(name, text, style)),
    "\n",
    `Next: ${next.command}  (${next.why})\n`,
    `Journal: ${oneLine(folder)}\n`,
  );
}

const stageStyles: Readonly<Record<StageStatus["state"], Style | undefined>> = {
  deployed: "green",
  destroyed: "dim",
  failed: "red",
  "in progress": "bold",
  lost: "red",
  unknown: "yellow",
};

/** A time to the minute in UTC: `2026-11-30 17:05 UTC`. */
export function minuteOf(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** The state of a stage, and the run that caused it. */
export function stageText({ state, at, run, command, version }: StageStatus): string {
  if (state === "unknown") return "unknown: no run of this machine changed it";
  const by = run === undefined ? "" : ` by ${command ?? "a run"} ${run.slice(0, 8)}`;
  const made = version === undefined ? "" : ` of glrunner ${version}`;
  return `${state}${at === undefined ? "" : ` ${minuteOf(at)}`}${by}${made}`;
}

type FactRow = readonly [name: string, text: string, style?: Style];

/** A row for each fact. An unknown fact names its reason. */
export function factRows(report: StatusReport): readonly FactRow[] {
  const { managers, jobs, gitlab, lastPlan, usdPerMonth, runs } = report;
  return [
    ...(runs.at(-1)?.inFlight ?? []).map(({ action, address, since }): FactRow => [
      "in flight",
      `${action} ${address} since ${minuteOf(since)}`,
    ]),
    ...clusterRows(report),
    fact("managers", managers, (all) =>
      all.length === 0 ? "none: no runner" : all.map(({ runner, state }) => `${runner} ${state}`).join(", "),
    ),
    fact(
      "jobs",
      jobs,
      ({ running, pending, stuck }) => `${running} running, ${pending} pending, ${stuck} stuck`,
    ),
    fact("in GitLab", gitlab, (all) =>
      all.length === 0 ? "none: no runner" : all.map(gitlabText).join("; "),
    ),
    fact("last plan", lastPlan, planText),
    ["cost", `a month without jobs, by list prices: ${totalText(usdPerMonth)}`],
  ];
}

function fact<T>(name: string, answer: Observed<T>, text: (value: T) => string): FactRow {
  return answer.known ? [name, text(answer.value)] : [name, `unknown: ${answer.why}`, "yellow"];
}

function clusterRows({ eks, versions, cluster }: StatusReport): readonly FactRow[] {
  const wanted = `configured: Kubernetes ${versions.kubernetes}, Karpenter ${versions.karpenter}`;
  if (!eks.known) return [fact("cluster", eks, () => ""), ["versions", wanted]];
  if (eks.value === undefined)
    return [
      ["cluster", `AWS has no cluster ${cluster}`],
      ["versions", wanted],
    ];
  const { status, endpoint, kubernetes, platformVersion } = eks.value;
  return [
    ["cluster", `${status}, ${endpoint}`, status === "ACTIVE" ? undefined : "red"],
    [
      "versions",
      `Kubernetes ${kubernetes}${platformVersion === "" ? "" : ` (${platformVersion})`}; ${wanted}`,
    ],
  ];
}

type Verified = Extract<StatusReport["gitlab"], { readonly known: true }>["value"][number];

function gitlabText({ name, verdict, id, managersOnline, paused, message }: Verified): string {
  const more = [
    ...(id === undefined ? [] : [`runner ${id}`]),
    ...(managersOnline === undefined ? [] : [`managers online: ${managersOnline}`]),
    ...(paused === true ? ["paused"] : []),
    ...(message === undefined ? [] : [message]),
  ];
  return `${name} ${verdict}${more.length === 0 ? "" : ` (${more.join(", ")})`}`;
}

function planText({
  at,
  changes,
  drift,
  isOld,
}: Extract<StatusReport["lastPlan"], { known: true }>["value"]) {
  const waiting = changes.filter(({ count }) => count > 0);
  const planned =
    waiting.length === 0
      ? "no changes"
      : `changes in ${waiting.map(({ stack, count }) => `${stack} (${count})`).join(", ")}`;
  const drifted =
    drift === undefined ? "drift not recorded" : `${drift} objects changed outside of Terraform`;
  return `${minuteOf(at)}: ${planned}, ${drifted}${isOld ? "; a later run changed something" : ""}`;
}
