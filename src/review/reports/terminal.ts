/**
 * Renders a review for a terminal: verdict, risks, counts and changes. A person looks first at the end, so it repeats the
 * verdict and the totals there. Lines break only between words, so that an address can always be copied.
 */
import { TerminalText, type Style } from "../../html/terminal-text";
import { oneLine } from "../../html/visible";
import type { Action, Change, Review, RiskLocation, StageReview } from "../stage-review";
import type { AttributeChange } from "../diff";
import {
  addressIn,
  headline,
  marks,
  moduleTitle,
  occurringActions,
  outputNames,
  remarks,
  riskTitles,
  risksByKind,
  shownAttributes,
  stateNotes,
  totalCostText,
  unplannedStages,
  type StageRisk,
} from "./labels";
import { lineChanges, sidesText } from "./value-text";
import { verdictOf } from "../verdict";

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

/** Breaks at spaces. A word that is longer than a line has a line of its own, which the terminal wraps. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(" ")) {
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || longer.length <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line ?? ""];
}

function render({ text, indent = 0, mark = "", style }: Line, width: number): readonly TerminalText[] {
  return wrap(text, Math.max(minWidth, width) - indent).map((part, at) => {
    const before = at === 0 ? mark.padStart(indent - 1) + (indent > 0 ? " " : "") : " ".repeat(indent);
    return TerminalText.styled(`${before}${part}`.trimEnd(), style);
  });
}

const title = (text: string): readonly Line[] => [{ text: "" }, { text: text.toUpperCase(), style: "bold" }];

function placeLine({ address, action, path }: RiskLocation): Line {
  return {
    text: `${oneLine(address)}${path === undefined ? "" : `: ${oneLine(path)}`}`,
    mark: marks[action],
    indent: 6,
    style: "red",
  };
}

function riskLines(risk: StageRisk): readonly Line[] {
  const { kind, text, places, stack } = risk;
  if (places.length === 0) return [{ text: `${stack}: ${oneLine(text)}`, indent: 2 }];
  return [
    ...places.map((place) => ({ ...placeLine(place), ...(kind === "other" && { style: undefined }) })),
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
  const unplanned = unplannedStages(review);
  const first = Math.max(5, ...[...review.stages, ...unplanned].map(({ stack }) => stack.length));
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
    ...unplanned.map(({ stack, why }) => row(stack, [why])),
  ];
}

function attributeLines(attribute: AttributeChange): readonly Line[] {
  const { path, before, after, forcesReplacement } = attribute;
  const why = forcesReplacement ? "  (forces the replacement)" : "";
  const lines = lineChanges(before, after);
  if (lines === undefined) {
    const sides = sidesText(attribute);
    return [{ text: `${oneLine(path)}: ${sides.before} -> ${sides.after}${why}`, indent: 8 }];
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

function changeLines(change: Change, module = ""): readonly Line[] {
  const { address, action } = change;
  const notes = remarks(change);
  const isListed = action === "update" || action === "replace";
  const { attributes, later } = shownAttributes(change);
  return [
    {
      text: `${addressIn(module, address)}${notes.length === 0 ? "" : `  (${notes.join("; ")})`}`,
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
      ...changes.flatMap((change) => changeLines(change, module)),
    ]),
    outputs.length === 0
      ? []
      : [
          { text: "outputs", indent: 2, style: "bold" as const },
          { text: outputNames(outputs).join(", "), indent: 8 },
        ],
    drift.length === 0
      ? []
      : [
          { text: "changed outside of Terraform", indent: 2, style: "bold" as const },
          ...drift.flatMap((change) => changeLines(change)),
        ],
  ];
  const lines = parts.flat();
  return lines.length === 0 ? [] : [...title(stack), ...lines];
}

const verdictStyles = { safe: "green", look: "yellow", dangerous: "red" } as const;

function verdictLine(review: Review, indent: number): Line {
  const { level, text } = verdictOf(review);
  return { text, indent, style: verdictStyles[level] };
}

/** The end of the report, directly above the prompt: the verdict again, with every place that loses data. */
function summaryLines(review: Review): readonly Line[] {
  if (!review.stages.some(({ modules, outputs }) => modules.length + outputs.length > 0)) return [];
  const cost = totalCostText(review);
  const severe = risksByKind(review).filter(({ kind }) => kind === "ownership" || kind === "loss");
  return [
    ...title("Summary"),
    verdictLine(review, 2),
    ...severe.flatMap(({ risks }) => risks.flatMap(({ places }) => places)).map(placeLine),
    { text: headline(review), indent: 2 },
    ...(cost === undefined ? [] : [{ text: cost, indent: 2 }]),
  ];
}

/**
 * The terminal report.
 *
 * @param width the columns of a line; values below 30 count as 30, and with Infinity no line is broken
 */
export function terminalReport(review: Review, width: number): TerminalText {
  const lines: readonly Line[] = [
    { text: `Plan: ${headline(review)}`, style: "bold" },
    verdictLine(review, 0),
    ...riskSection(review),
    ...countTable(review),
    ...review.stages.flatMap(stageLines),
    ...summaryLines(review),
  ];
  return TerminalText.of(...lines.flatMap((line) => render(line, width)).flatMap((line) => [line, "\n"]));
}
