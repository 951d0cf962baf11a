/** Texts and selections that the terminal, Markdown and HTML reports share. */
import { oneLine, visible } from "../../html/visible";
import { secretText } from "../secrets";
import {
  actions,
  riskKinds,
  type Action,
  type Change,
  type Review,
  type Risk,
  type RiskKind,
} from "../stage-review";
import { sensitiveText, unknownText, type AttributeChange, type Json } from "../diff";

/** The heading of each kind of risk. */
export const riskTitles: Readonly<Record<RiskKind, string>> = {
  ownership: "Takes resources of another cluster",
  loss: "Loses data or identity",
  exposure: "Opens access",
  secret: "Stores secrets",
  cost: "Changes the bill",
  other: "Also check",
};

/** The symbol of each action, as in Terraform's own plan output. */
export const marks: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  forget: "x",
  import: "<-",
  read: "<=",
  "no-op": "=",
};

/** The note for a plan that is incomplete or failed. */
export const stateNotes = {
  complete: undefined,
  incomplete: "This plan is incomplete: after you apply it, run plan again for the remaining changes.",
  errored: "This plan ended with an error: it cannot be applied, and changes may be missing from it.",
} as const;

const placeholders: readonly Json[] = [unknownText, sensitiveText, secretText];

/** A value as JSON on one line, without control characters. Placeholders have no quotes. */
export function valueText(value: Json): string {
  if (value === null) return "(none)";
  if (typeof value === "string" && placeholders.includes(value)) return value;
  return visible(JSON.stringify(value));
}

interface ShownAttributes {
  readonly attributes: readonly AttributeChange[];
  /** The number of other attributes, which are known only after apply. */
  readonly later: number;
}

/** Leaves out attributes of a new resource that are known only after apply, such as its ID. */
export function shownAttributes({ action, attributes }: Change): ShownAttributes {
  const isNew = action === "create" || action === "replace" || action === "read";
  const shown = attributes.filter(
    ({ after, forcesReplacement }) => forcesReplacement || !isNew || after !== unknownText,
  );
  return { attributes: shown, later: attributes.length - shown.length };
}

interface LineChange {
  readonly mark: "-" | "+" | " ";
  readonly text: string;
}

/** The number of unchanged lines shown around a difference. */
const context = 2;

/**
 * Compares two multi-line texts: skips the equal lines at the start and at the end, and returns the rest with context.
 * Undefined when neither text has more than one line.
 */
export function lineChanges(before: Json, after: Json): readonly LineChange[] | undefined {
  if (typeof before !== "string" || typeof after !== "string") return undefined;
  if (!before.includes("\n") && !after.includes("\n")) return undefined;
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < Math.min(old.length, fresh.length) - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  ) {
    end++;
  }
  const marked = (lines: readonly string[], mark: LineChange["mark"]) =>
    lines.map((text) => ({ mark, text: visible(text) }));
  return [
    ...marked(old.slice(Math.max(0, start - context), start), " "),
    ...marked(old.slice(start, old.length - end), "-"),
    ...marked(fresh.slice(start, fresh.length - end), "+"),
    ...marked(old.slice(old.length - end, old.length - end + context), " "),
  ];
}

type Counts = Readonly<Record<Action, number>>;

/** The counts of all stages added up. */
export function totals({ stages }: Review): Counts {
  const total = (action: Action) => stages.reduce((sum, { counts }) => sum + counts[action], 0);
  return {
    create: total("create"),
    update: total("update"),
    replace: total("replace"),
    delete: total("delete"),
    forget: total("forget"),
    import: total("import"),
    read: total("read"),
    "no-op": total("no-op"),
  };
}

/** The actions that at least one stage has, in the order of `actions`: the columns of the count table. */
export function occurringActions(review: Review): readonly Action[] {
  const counts = totals(review);
  return actions.filter((action) => counts[action] > 0);
}

/** One line about the whole review: `24 to create, 1 to replace`. */
export function headline(review: Review): string {
  const counts = totals(review);
  const changing = actions.filter((action) => action !== "no-op" && action !== "read" && counts[action] > 0);
  if (changing.length === 0) return "no changes";
  return changing.map((action) => `${counts[action]} to ${action}`).join(", ");
}

/** A risk with the stage that it is in. */
export interface StageRisk extends Risk {
  readonly stack: string;
}

/** The risks of all stages, the most severe kind first. Kinds without a risk are left out. */
export function risksByKind(review: Review): readonly { kind: RiskKind; risks: readonly StageRisk[] }[] {
  const all = review.stages.flatMap(({ stack, risks }) => risks.map((risk) => ({ ...risk, stack })));
  return riskKinds
    .map((kind) => ({ kind, risks: all.filter((risk) => risk.kind === kind) }))
    .filter(({ risks }) => risks.length > 0);
}

/** Remarks that a report shows next to the address of a change. */
export function remarks({ reason, movedFrom, importedFrom, deposed }: Change): readonly string[] {
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
    ...(importedFrom === undefined ? [] : [`imported from ${importedFrom}`]),
    ...(deposed === undefined ? [] : [`left by a failed replacement (deposed ${deposed})`]),
  ].map(oneLine);
}

/** The heading of a module's changes. */
export function moduleTitle(module: string): string {
  return module === "" ? "root" : oneLine(module);
}
