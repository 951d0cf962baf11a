/** Terraform's changes in our words. */
import type { Path } from "../config/paths";
import type { TerraformChange, TerraformPlan, TerraformResourceChange } from "../clients/terraform/plan-json";
import type { Action, Change } from "./stage-review";
import { dataLossOf } from "./data-loss";
import { actionReasons } from "./tables/action-reasons";
import { differences, type AttributeChange } from "./diff";

const actionNames: ReadonlyMap<string, Action> = new Map([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["forget", "forget"],
  ["read", "read"],
  ["no-op", "no-op"],
]);

/** A plan does something that this version of glrunner does not know. Nobody can review it, so nobody may approve it. */
export class UnknownActionError extends Error {
  constructor(actions: readonly string[]) {
    super(`this plan has an action that is not known: ${actions.join(", ")}`);
  }
}

/** @throws UnknownActionError for an action of a later Terraform: it must not pass for harmless */
export function actionOf({ actions, importing }: TerraformChange): Action {
  if (actions.length === 2 && actions.includes("create")) return "replace";
  const action = actions.length === 1 ? actionNames.get(actions[0] ?? "") : undefined;
  if (action === undefined) throw new UnknownActionError(actions);
  return action === "no-op" && importing !== undefined ? "import" : action;
}

function attributesOf(change: TerraformChange, path: Path = []): readonly AttributeChange[] {
  const before = { value: change.before, unknown: false, sensitive: change.before_sensitive };
  const after = { value: change.after, unknown: change.after_unknown, sensitive: change.after_sensitive };
  return differences({ before, after, forcing: change.replace_paths }, path);
}

function reasonOf({ action_reason, change }: TerraformResourceChange): string | undefined {
  if (action_reason === undefined) return undefined;
  const reason = actionReasons.get(action_reason) ?? action_reason;
  if (action_reason !== "replace_because_cannot_update") return reason;
  const forcing = attributesOf(change).filter(({ forcesReplacement }) => forcesReplacement);
  return forcing.length === 0 ? reason : `${forcing.map(({ path }) => path).join(", ")} ${reason}`;
}

export function changeOf(resource: TerraformResourceChange): Change {
  const { address, type, change, previous_address, deposed } = resource;
  const [action, reason] = [actionOf(change), reasonOf(resource)];
  const lost = action === "delete" || action === "replace" ? dataLossOf(resource) : undefined;
  return {
    address,
    type,
    action,
    ...(reason !== undefined && { reason }),
    ...(previous_address !== undefined && { movedFrom: previous_address }),
    ...(change.importing !== undefined && { importedFrom: change.importing.id ?? "what it names" }),
    ...(deposed !== undefined && { deposed }),
    ...(lost !== undefined && { loses: lost }),
    attributes: attributesOf(change),
  };
}

/** By the outputs' names. */
export function outputsOf(plan: TerraformPlan): readonly AttributeChange[] {
  return Object.entries(plan.output_changes).flatMap(([name, change]) => attributesOf(change, [name]));
}
