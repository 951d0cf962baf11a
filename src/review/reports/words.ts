/** What all reports say in the same words. */
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

export const riskTitles: Readonly<Record<RiskKind, string>> = {
  ownership: "Takes resources of another cluster",
  loss: "Loses data or identity",
  exposure: "Opens something to others",
  secret: "Stores secrets",
  cost: "Changes the bill",
  other: "Also worth a look",
};

/** As Terraform marks them. */
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

export const stateNotes = {
  complete: undefined,
  incomplete: "This plan is not complete: after it was applied, something is left to do.",
  errored: "This plan ended with an error. It cannot be applied, and something may be missing from it.",
} as const;

const placeholders: readonly Json[] = [unknownText, sensitiveText, secretText];

export function valueText(value: Json): string {
  if (value === null) return "(none)";
  if (typeof value === "string" && placeholders.includes(value)) return value;
  return visible(JSON.stringify(value));
}

interface ShownAttributes {
  readonly attributes: readonly AttributeChange[];
  /** How many more are known only after apply, and say nothing. */
  readonly later: number;
}

/** Without the ids and the like that everything new gets. */
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

/** Lines of context around what differs. */
const context = 2;

/** Of two texts of more than one line: what is between the lines that they begin and end with alike. */
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

/** The actions that occur at all, in their order. */
export function occurringActions(review: Review): readonly Action[] {
  const counts = totals(review);
  return actions.filter((action) => counts[action] > 0);
}

/** `24 to create, 1 to replace`. */
export function headline(review: Review): string {
  const counts = totals(review);
  const changing = actions.filter((action) => action !== "no-op" && action !== "read" && counts[action] > 0);
  if (changing.length === 0) return "no changes";
  return changing.map((action) => `${counts[action]} to ${action}`).join(", ");
}

export interface StageRisk extends Risk {
  readonly stack: string;
}

/** Over all stages, the worst first. */
export function risksByKind(review: Review): readonly { kind: RiskKind; risks: readonly StageRisk[] }[] {
  const all = review.stages.flatMap(({ stack, risks }) => risks.map((risk) => ({ ...risk, stack })));
  return riskKinds
    .map((kind) => ({ kind, risks: all.filter((risk) => risk.kind === kind) }))
    .filter(({ risks }) => risks.length > 0);
}

/** What is said of a change beside its address. */
export function remarks({ reason, movedFrom, importedFrom, deposed }: Change): readonly string[] {
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
    ...(importedFrom === undefined ? [] : [`taken over: ${importedFrom}`]),
    ...(deposed === undefined ? [] : [`left behind by an earlier replacement (${deposed})`]),
  ].map(oneLine);
}

export function moduleTitle(module: string): string {
  return module === "" ? "root" : oneLine(module);
}
