/** Plans, outcomes and verifications as text, with a row for each runner. */
import type { CreateStep } from "./create";
import type { RunnerOutcome } from "./outcome";
import type { FoundStep } from "./rotate";
import type { RunnerTarget } from "../../clients/gitlab/runners";
import type { VerifiedRunner } from "./verify";
import type { SettingDifference } from "./desired-settings";

interface Row {
  readonly name: string;
  readonly what: string;
  readonly more?: readonly string[];
}

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, what, more = [] }) => {
      const below = more.map((line) => `${" ".repeat(width + 4)}${line}\n`).join("");
      return `  ${name.padEnd(width)}  ${what}\n${below}`;
    })
    .join("");
}

const refused = ({ name }: { readonly name: string }, message: string, fix: string): Row => ({
  ...{ name, what: `nothing: ${message}` },
  more: [`fix: ${fix}`],
});

/** The plan of `runners create`. */
export function createPlanText(steps: readonly CreateStep[], target: RunnerTarget): string {
  return table(
    steps.map((step): Row => {
      const { runner } = step;
      const { name } = runner;
      switch (step.kind) {
        case "make": {
          const over =
            step.stored.token === undefined ? "" : ", and replaces one that GitLab no longer accepts";
          return { name, what: `create it in ${target.name}; store its token in ${runner.token}${over}` };
        }
        case "change":
          return {
            name,
            what: `change runner ${step.found.id}, ${step.found.description}`,
            more: step.differences.map(change),
          };
        case "in line":
          return { name, what: `nothing: runner ${step.found.id} is up to date` };
        case "refused":
          return refused(runner, step.message, step.fix);
      }
    }),
  );
}

const change = ({ field, gitlab, configuration }: SettingDifference) =>
  `${field}: ${gitlab} -> ${configuration}`;

/** The plan of a command that changes existing runners. @param verb such as `rotate the token of` */
export function stepsText(steps: readonly FoundStep[], verb: string): string {
  return table(
    steps.map((step): Row => {
      const { name } = step.runner;
      if (step.kind === "refused") return refused(step.runner, step.message, step.fix);
      return { name, what: `${verb} runner ${step.found.id}, ${step.found.description}` };
    }),
  );
}

/** The outcomes, and the configuration to set after a rotation. */
export function doneText(rows: readonly RunnerOutcome[]): string {
  return `${table(rows.map(doneRow))}${revisionText(rows)}`;
}

function doneRow({ name, place, did, id, expires, message, fix }: RunnerOutcome): Row {
  const stored = did === "made" || did === "rotated" ? `; its token is stored in ${place}` : "";
  return {
    name,
    what: `${did}${id === undefined ? "" : `: runner ${id}`}${stored}${message === undefined ? "" : `: ${message}`}`,
    more: [
      ...(expires === undefined ? [] : [`this token expires at ${expires}: rotate it before then`]),
      ...(fix === undefined ? [] : [`fix: ${fix}`]),
    ],
  };
}

/** The cluster has a copy of the token, which only a deploy with a new `tokenRevision` updates. */
function revisionText(rows: readonly RunnerOutcome[]): string {
  const changed = rows.flatMap(({ name, tokenRevision }) =>
    tokenRevision === undefined ? [] : [`  - name: ${name}\n    tokenRevision: ${tokenRevision}\n`],
  );
  if (changed.length === 0) return "";
  return [
    "The cluster still has the old token, which GitLab no longer accepts. Running jobs continue, and no new job starts\n",
    "until you set in the configuration\n",
    ...changed,
    "and run: glrunner deploy runners\n",
  ].join("");
}

/** The result of `runners verify`. */
export function verifyText(rows: readonly VerifiedRunner[]): string {
  const count = (verdict: VerifiedRunner["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const summary = `${count("ok")} ok, ${count("different")} different, ${count("wrong")} wrong, ${count("unknown")} unknown\n`;
  return `${table(rows.map(verifyRow))}${summary}`;
}

function verifyRow(row: VerifiedRunner): Row {
  const { name, verdict, id, description, paused, managersOnline, message, fix } = row;
  const state = [
    ...(id === undefined ? [] : [`runner ${id}, ${description ?? ""}`]),
    ...(paused === true ? ["paused: it takes no jobs"] : []),
    ...(managersOnline === undefined ? [] : [`${managersOnline} managers online`]),
    ...(message === undefined ? [] : [message]),
  ];
  return {
    name,
    what: `${verdict}: ${state.join("; ")}`,
    more: [...(row.differences ?? []).map(compared), ...(fix === undefined ? [] : [`fix: ${fix}`])],
  };
}

const compared = ({ field, gitlab, configuration }: SettingDifference) =>
  `${field}: ${gitlab} in GitLab, ${configuration} in the configuration`;
