/** Texts and selections that the terminal, Markdown and HTML reports share. */
import { oneLine } from "../../html/visible";
import {
  actions,
  countActions,
  riskKinds,
  type Action,
  type ActionCounts,
  type Change,
  type Review,
  type Risk,
  type RiskKind,
} from "../stage-review";
import { costText, sumOfCosts } from "../risks/cost";
import { unknownText, type AttributeChange } from "../diff";

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

/** The counts of all stages added up. */
export function totals({ stages }: Review): ActionCounts {
  return countActions((action) => stages.reduce((sum, { counts }) => sum + counts[action], 0));
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

/** The stages without a plan, each with the reason. */
export function unplannedStages({ notYet, failed = [] }: Review): readonly { stack: string; why: string }[] {
  return [
    ...notYet.map(({ stack, needs }) => ({ stack, why: `not planned yet: deploy ${needs} first` })),
    ...failed.map((stack) => ({ stack, why: "not planned: the plan failed" })),
  ];
}

/** The change of the bill of all stages together; undefined when no priced resource changes. */
export function totalCostText({ stages }: Review): string | undefined {
  return costText(sumOfCosts(stages.map(({ cost }) => cost)));
}

/** The names of changed outputs, each once: their values are for the next stage, not for people. */
export function outputNames(outputs: readonly AttributeChange[]): readonly string[] {
  return [...new Set(outputs.map(({ path }) => oneLine(/^[\w-]+/.exec(path)?.[0] ?? path)))];
}

/** A risk with the stage that it is in. */
export interface StageRisk extends Risk {
  readonly stack: string;
}

/** The risks of all stages, the most severe kind first. Kinds without a risk are left out. */
export function risksByKind(review: Review): readonly { kind: RiskKind; risks: readonly StageRisk[] }[] {
  const stageRisks = review.stages.flatMap(({ stack, risks }) => risks.map((risk) => ({ ...risk, stack })));
  return riskKinds
    .map((kind) => ({ kind, risks: merged(stageRisks.filter((risk) => risk.kind === kind)) }))
    .filter(({ risks }) => risks.length > 0);
}

/** Merges the same risk of several stages into one with all places. A risk without places belongs to its stage only. */
function merged(risks: readonly StageRisk[]): readonly StageRisk[] {
  return risks.flatMap((risk, at) => {
    if (risk.places.length === 0) return [risk];
    const same = risks.filter(({ text, places }) => text === risk.text && places.length > 0);
    if (same[0] !== risks[at]) return [];
    return [{ ...risk, places: same.flatMap(({ places }) => places) }];
  });
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

/** An address below the heading of its module, which need not be repeated. */
export function addressIn(module: string, address: string): string {
  return oneLine(
    module !== "" && address.startsWith(`${module}.`) ? address.slice(module.length + 1) : address,
  );
}

/** The heading of a module's changes. */
export function moduleTitle(module: string): string {
  return module === "" ? "root" : oneLine(module);
}
