/**
 * Renders a review as Markdown for a merge request. Every text from a plan is in code, inline or in fences, where
 * markup, mentions and references have no effect.
 */
import { oneLine } from "../../html/visible";
import type { Change, Review, StageReview } from "../stage-review";
import type { AttributeChange } from "../diff";
import { verdictOf } from "../verdict";
import {
  addressIn,
  headline,
  marks,
  moduleTitle,
  occurringActions,
  remarks,
  riskTitles,
  risksByKind,
  shownAttributes,
  stateNotes,
  unplannedStages,
  type StageRisk,
} from "./labels";
import { lineChanges, sidesText } from "./value-text";

/** A fence that is longer than any run of backticks in the text, so that the text cannot close it. */
function fence(text: string, minLength: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  return "`".repeat(Math.max(minLength, ...runs.map((length) => length + 1)));
}

/** Inline code. In a table use `cell`: there a pipe ends the cell even within code. */
function code(text: string): string {
  const line = oneLine(text);
  const ticks = fence(line, 1);
  const pad = /^`|`$/.test(line) ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

const cell = (text: string) => code(text).replaceAll("|", "\\|");

/** Characters with a meaning in GitLab's Markdown, including references and mentions. */
const markup = /[\\`*_{}[\]<>#!|~@$&%]|:(?=\S)/g;

function prose(text: string): string {
  return oneLine(text).replace(markup, (sign) => `&#${sign.charCodeAt(0)};`);
}

function riskLines({ text, places, stack }: StageRisk): readonly string[] {
  if (places.length === 0) return [`- ${code(stack)}: ${prose(text)}`];
  const shown = places.map(
    ({ address, action, path }) => `${action} ${code(address)}${path === undefined ? "" : ` ${code(path)}`}`,
  );
  const [only] = shown;
  if (shown.length === 1 && only !== undefined) return [`- ${only}: ${prose(text)}`];
  return [`- ${prose(text)}:`, ...shown.map((place) => `  - ${place}`)];
}

function riskSection(review: Review): readonly string[] {
  const kinds = risksByKind(review);
  if (kinds.length === 0) return ["### Risks", "", "None found.", ""];
  return [
    "### Risks",
    "",
    ...kinds.flatMap(({ kind, risks }) => [`**${riskTitles[kind]}**`, "", ...risks.flatMap(riskLines), ""]),
  ];
}

function countTable(review: Review): readonly string[] {
  const columns = occurringActions(review);
  const unplanned = unplannedStages(review);
  return [
    "### Stages",
    "",
    `| ${["stage", ...columns].join(" | ")} |`,
    `| ${["---", ...columns.map(() => "--:")].join(" | ")} |`,
    ...review.stages.map(({ stack, counts }) => {
      const cells = columns.map((action) => (counts[action] === 0 ? "" : String(counts[action])));
      return `| ${[cell(stack), ...cells].join(" | ")} |`;
    }),
    "",
    ...unplanned.map(({ stack, why }) => `- ${code(stack)} is ${why}`),
    ...(unplanned.length > 0 ? [""] : []),
  ];
}

function attributeLines(attribute: AttributeChange): readonly string[] {
  const { path, before, after, forcesReplacement } = attribute;
  const why = forcesReplacement ? "  (forces the replacement)" : "";
  const lines = lineChanges(before, after);
  if (lines === undefined) {
    const sides = sidesText(attribute);
    return [`    ${oneLine(path)}: ${sides.before} -> ${sides.after}${why}`];
  }
  // The mark comes first on the line: GitLab colors a diff fence by it.
  return [`    ${oneLine(path)}:${why}`, ...lines.map(({ mark, text }) => `${mark}       ${text}`)];
}

function changeLines(change: Change, module = ""): readonly string[] {
  const notes = remarks(change);
  const { attributes, later } = shownAttributes(change);
  const isListed = change.action === "update" || change.action === "replace";
  return [
    `${marks[change.action].padEnd(3)} ${addressIn(module, change.address)}${notes.length > 0 ? `  (${notes.join("; ")})` : ""}`,
    ...(isListed ? attributes.flatMap(attributeLines) : []),
    ...(isListed && later > 0 ? [`    ${later} more known after apply`] : []),
  ];
}

function block(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const ticks = fence(lines.join("\n"), 3);
  return [title, "", `${ticks}diff`, ...lines, ticks, ""];
}

/** A block that is closed until a reader opens it. GitLab and GitHub allow these two elements. */
function folded(title: string, lines: readonly string[]): readonly string[] {
  const [, ...rest] = block(title, lines);
  return rest.length === 0
    ? []
    : [`<details><summary>${title} (${lines.length})</summary>`, ...rest, "</details>", ""];
}

function stageSection({ stack, state, modules, outputs, drift }: StageReview): readonly string[] {
  const note = stateNotes[state];
  const blocks = [
    ...modules.flatMap(({ module, changes }) =>
      block(
        code(moduleTitle(module)),
        changes.flatMap((change) => changeLines(change, module)),
      ),
    ),
    ...folded("Outputs", outputs.flatMap(attributeLines)),
    ...block(
      "Changed outside of Terraform",
      drift.flatMap((change) => changeLines(change)),
    ),
  ];
  if (note === undefined && blocks.length === 0) return [];
  return [`### ${code(stack)}`, "", ...(note === undefined ? [] : [`**${note}**`, ""]), ...blocks];
}

/** The Markdown report: risks, counts, then the changes of each stage. */
export function markdownReport(review: Review): string {
  return [
    `## Plan: ${headline(review)}`,
    "",
    `**${prose(verdictOf(review).text)}**`,
    "",
    ...riskSection(review),
    ...countTable(review),
    ...review.stages.flatMap(stageSection),
  ].join("\n");
}
