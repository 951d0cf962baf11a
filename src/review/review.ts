/**
 * Reviews the plan of one stage:
 *
 * 1. Read every change of the plan, with the attributes that differ.
 * 2. Find the risks and the change of cost.
 * 3. Redact every secret from all of it.
 *
 * The review is a pure function of the plan.
 */
import { changeOf, outputsOf } from "./changes";
import { driftOf } from "./drift";
import { redactorOf, type Redactor } from "./redact";
import type { TerraformPlan, TerraformResourceChange } from "../clients/terraform/plan-json";
import { risksOf } from "./risk";
import { costOf, type PlanPart } from "./risks/cost";
import {
  countActions,
  type Action,
  type Change,
  type ModuleChanges,
  type Risk,
  type StageReview,
} from "./stage-review";

/**
 * Reviews one stage's plan, so that a person or a pipeline can decide on it. The result contains no secret.
 *
 * @param parts what the plan's resources cost beyond themselves; default none
 * @throws UnknownActionError when the plan has an action that this version does not know
 */
export function reviewStage(
  stack: string,
  plan: TerraformPlan,
  parts: readonly PlanPart[] = [],
): StageReview {
  const redactor = redactorOf(plan);
  const changes = plan.resource_changes.map((resource) => ({
    module: redactor.address(resource.module_address),
    change: redactedChange(resource, changeOf(resource), redactor),
  }));
  const cost = costOf(plan, parts);
  return {
    stack,
    state: plan.errored ? "errored" : plan.complete ? "complete" : "incomplete",
    counts: countActions((action) => changes.filter(({ change }) => change.action === action).length),
    risks: risksOf(plan, cost).map((risk) => redactedRisk(risk, redactor)),
    cost,
    modules: byModule(changes.filter(({ change }) => isShown(change))),
    outputs: redactor.attributes(outputsOf(plan)),
    drift: driftOf(plan).map(({ resource, change }) => redactedChange(resource, change, redactor)),
  };
}

interface ChangeNeedingAllowLoss {
  readonly address: string;
  readonly action: Action;
  readonly loses: string;
}

/**
 * Changes that lose data or an identity, or that take resources of another cluster. `deploy --yes` must not approve
 * them without `--allow-loss`.
 */
export function changesNeedingAllowLoss({ modules, risks }: StageReview): readonly ChangeNeedingAllowLoss[] {
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

/** A resource that neither changes nor moves is counted, but not listed. */
function isShown({ action, movedFrom }: Change): boolean {
  return action !== "no-op" || movedFrom !== undefined;
}

/** The root module first, then each module before its child modules. */
function byModule(
  changes: readonly { readonly module: string; readonly change: Change }[],
): readonly ModuleChanges[] {
  const modules = [...new Set(changes.map(({ module }) => module))].sort();
  return modules.map((module) => ({
    module,
    changes: changes.filter((each) => each.module === module).map(({ change }) => change),
  }));
}

function redactedChange(resource: TerraformResourceChange, given: Change, redactor: Redactor): Change {
  const { address, movedFrom, importedFrom, reason, attributes, ...change } = given;
  return {
    ...change,
    address: redactor.address(address),
    ...(reason !== undefined && { reason: redactor.text(reason) }),
    ...(movedFrom !== undefined && { movedFrom: redactor.address(movedFrom) }),
    ...(importedFrom !== undefined && { importedFrom: redactor.text(importedFrom) }),
    attributes: redactor.attributes(attributes, resource.change),
  };
}

function redactedRisk({ text, places, ...risk }: Risk, redactor: Redactor): Risk {
  return {
    ...risk,
    text: redactor.text(text),
    places: places.map(({ path, ...place }) => ({
      ...place,
      address: redactor.address(place.address),
      ...(path !== undefined && { path: redactor.text(path) }),
    })),
  };
}
