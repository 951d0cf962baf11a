/** Renders a review for a terminal: risks, counts, then changes. No line is wider than the given width. */
import { TerminalText, type Style } from "../../html/terminal-text";
import { oneLine } from "../../html/visible";
import type { Action, Change, Review, StageReview } from "../stage-review";
import type { AttributeChange } from "../diff";
import {
  headline,
  lineChanges,
  marks,
  moduleTitle,
  occurringActions,
  remarks,
  riskTitles,
  risksByKind,
  shownAttributes,
  stateNotes,
  valueText,
  type StageRisk,
} from "./words";

const actionStyles: Readonly<Record<Action, Style>> = {
  create: "green",
  update: "yellow",
  replace: "red",
  delete: "red",
  forget: "red",
  import: "green",
  read: "dim",
  "no-op": "dim",
};

interface Line {
  readonly text: string;
  /** Columns before each wrapped line. The first line has `mark` in them. */
  readonly indent?: number;
  readonly mark?: string;
  readonly style?: Style;
}

/** Columns. Narrower text is unreadable. */
const minWidth = 30;

/** Breaks at spaces, and within a word that is longer than a line. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

function render({ text, indent = 0, mark = "", style }: Line, width: number): readonly TerminalText[] {
  return wrap(text, Math.max(minWidth, width) - indent).map((part, at) => {
    const before = at === 0 ? mark.padStart(indent - 1) + (indent > 0 ? " " : "") : " ".repeat(indent);
    return TerminalText.styled(`${before}${part}`.trimEnd(), style);
  });
}

const title = (text: string): readonly Line[] => [{ text: "" }, { text: text.toUpperCase(), style: "bold" }];

function riskLines(risk: StageRisk): readonly Line[] {
  const { kind, text, places, stack } = risk;
  if (places.length === 0) return [{ text: `${stack}: ${oneLine(text)}`, indent: 2 }];
  return [
    ...places.map(({ address, action, path }) => ({
      text: `${oneLine(address)}${path === undefined ? "" : `: ${oneLine(path)}`}`,
      mark: marks[action],
      indent: 6,
      ...(kind === "other" ? {} : { style: "red" as const }),
    })),
    { text: oneLine(text), indent: 8 },
  ];
}

function riskSection(review: Review): readonly Line[] {
  const kinds = risksByKind(review);
  if (kinds.length === 0) return [...title("Risks"), { text: "None found.", indent: 2 }];
  return kinds.flatMap(({ kind, risks }) => [...title(riskTitles[kind]), ...risks.flatMap(riskLines)]);
}

function countTable(review: Review): readonly Line[] {
  const columns = occurringActions(review);
  const first = Math.max(5, ...[...review.stages, ...review.notYet].map(({ stack }) => stack.length));
  const row = (name: string, cells: readonly string[]) => ({
    text: [name.padEnd(first), ...cells].join("  "),
    indent: 2,
  });
  return [
    ...title("Stages"),
    { ...row("stage", columns), style: "dim" },
    ...review.stages.map(({ stack, counts }) =>
      row(
        stack,
        columns.map((action) => String(counts[action]).padStart(action.length)),
      ),
    ),
    ...review.notYet.map(({ stack, needs }) => row(stack, [`not planned yet: deploy ${needs} first`])),
  ];
}

function attributeLines(attribute: AttributeChange): readonly Line[] {
  const { path, before, after, forcesReplacement } = attribute;
  const why = forcesReplacement ? "  (forces the replacement)" : "";
  const lines = lineChanges(before, after);
  if (lines === undefined) {
    return [{ text: `${oneLine(path)}: ${valueText(before)} -> ${valueText(after)}${why}`, indent: 8 }];
  }
  return [
    { text: `${oneLine(path)}:${why}`, indent: 8 },
    ...lines.map(({ mark, text }) => ({
      text,
      mark,
      indent: 12,
      ...(mark !== " " && { style: mark === "+" ? ("green" as const) : ("red" as const) }),
    })),
  ];
}

function changeLines(change: Change): readonly Line[] {
  const { address, action } = change;
  const said = remarks(change);
  const isListed = action === "update" || action === "replace";
  const { attributes, later } = shownAttributes(change);
  return [
    {
      text: `${oneLine(address)}${said.length === 0 ? "" : `  (${said.join("; ")})`}`,
      mark: marks[action],
      indent: 6,
      style: actionStyles[action],
    },
    ...(isListed ? attributes.flatMap(attributeLines) : []),
    ...(isListed && later > 0 ? [{ text: `${later} more known after apply`, indent: 8 }] : []),
  ];
}

function stageLines({ stack, state, modules, outputs, drift }: StageReview): readonly Line[] {
  const note = stateNotes[state];
  const parts: readonly (readonly Line[])[] = [
    note === undefined ? [] : [{ text: note, indent: 2, style: "red" }],
    ...modules.map(({ module, changes }) => [
      { text: moduleTitle(module), indent: 2, style: "bold" as const },
      ...changes.flatMap(changeLines),
    ]),
    outputs.length === 0
      ? []
      : [{ text: "outputs", indent: 2, style: "bold" as const }, ...outputs.flatMap(attributeLines)],
    drift.length === 0
      ? []
      : [
          { text: "changed outside of Terraform", indent: 2, style: "bold" as const },
          ...drift.flatMap(changeLines),
        ],
  ];
  const lines = parts.flat();
  return lines.length === 0 ? [] : [...title(stack), ...lines];
}

/**
 * The terminal report.
 *
 * @param width the columns of a line; values below 30 count as 30
 */
export function terminalReport(review: Review, width: number): TerminalText {
  const lines: readonly Line[] = [
    { text: `Plan: ${headline(review)}`, style: "bold" },
    ...riskSection(review),
    ...countTable(review),
    ...review.stages.flatMap(stageLines),
  ];
  return TerminalText.of(...lines.flatMap((line) => render(line, width)).flatMap((line) => [line, "\n"]));
}
