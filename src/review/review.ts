/**
 * A plan reviewed: what it does, what of that is dangerous, and nothing that is secret. Pure: the same plan, the same
 * review.
 */
import { changeOf, outputsOf } from "./changes";
import { concealerOf, type Concealer } from "./redact";
import type { TerraformPlan, TerraformResourceChange } from "../clients/terraform/plan-json";
import { risksOf } from "./risk";
import { costOf } from "./risks/cost";
import type { Action, Change, ModuleChanges, Risk, StageReview } from "./stage-review";

export function reviewStage(stack: string, plan: TerraformPlan): StageReview {
  const conceal = concealerOf(plan);
  const changes = plan.resource_changes.map((resource) => ({
    module: conceal.address(resource.module_address),
    change: concealedChange(resource, conceal),
  }));
  const cost = costOf(plan);
  return {
    stack,
    state: plan.errored ? "errored" : plan.complete ? "complete" : "incomplete",
    counts: countsOf(changes.map(({ change }) => change)),
    risks: risksOf(plan, cost).map((risk) => concealedRisk(risk, conceal)),
    cost,
    modules: byModule(changes.filter(({ change }) => isShown(change))),
    outputs: conceal.attributes(outputsOf(plan)),
    drift: plan.resource_drift.map((resource) => concealedChange(resource, conceal)),
  };
}

interface NeedsFlag {
  readonly address: string;
  readonly action: Action;
  readonly loses: string;
}

/** What `deploy --yes` alone must not approve. */
export function needsFlag({ modules, risks }: StageReview): readonly NeedsFlag[] {
  const taken = risks
    .filter(({ kind }) => kind === "ownership")
    .flatMap(({ text, places }) => places.map(({ address, action }) => ({ address, action, loses: text })));
  const lost = modules
    .flatMap(({ changes }) => changes)
    .flatMap(({ address, action, loses }) =>
      loses !== undefined && (action === "delete" || action === "replace")
        ? [{ address, action, loses }]
        : [],
    );
  return [...taken, ...lost];
}

/** What does nothing and stays where it is, is only counted. */
function isShown({ action, movedFrom }: Change): boolean {
  return action !== "no-op" || movedFrom !== undefined;
}

function countsOf(changes: readonly Change[]): Readonly<Record<Action, number>> {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    forget: count("forget"),
    import: count("import"),
    read: count("read"),
    "no-op": count("no-op"),
  };
}

/** The root first, each module before those within it. */
function byModule(
  changes: readonly { readonly module: string; readonly change: Change }[],
): readonly ModuleChanges[] {
  const modules = [...new Set(changes.map(({ module }) => module))].sort();
  return modules.map((module) => ({
    module,
    changes: changes.filter((each) => each.module === module).map(({ change }) => change),
  }));
}

function concealedChange(resource: TerraformResourceChange, conceal: Concealer): Change {
  const { address, movedFrom, importedFrom, reason, attributes, ...change } = changeOf(resource);
  return {
    ...change,
    address: conceal.address(address),
    ...(reason !== undefined && { reason: conceal.text(reason) }),
    ...(movedFrom !== undefined && { movedFrom: conceal.address(movedFrom) }),
    ...(importedFrom !== undefined && { importedFrom: conceal.text(importedFrom) }),
    attributes: conceal.attributes(attributes, resource.change),
  };
}

function concealedRisk({ text, places, ...risk }: Risk, conceal: Concealer): Risk {
  return {
    ...risk,
    text: conceal.text(text),
    places: places.map(({ path, ...place }) => ({
      ...place,
      address: conceal.address(place.address),
      ...(path !== undefined && { path: conceal.text(path) }),
    })),
  };
}
