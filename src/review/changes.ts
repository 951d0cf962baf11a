/** Converts the changes of a Terraform plan to those of a review. */
import type { Path } from "../config/paths";
import type { TerraformChange, TerraformPlan, TerraformResourceChange } from "../clients/terraform/plan-json";
import type { Action, Change } from "./stage-review";
import { dataLossOf } from "./data-loss";
import { actionReasons } from "./tables/action-reasons";
import { differences, unknownText, type AttributeChange } from "./diff";

const actionNames: ReadonlyMap<string, Action> = new Map([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["forget", "forget"],
  ["read", "read"],
  ["no-op", "no-op"],
]);

/** The plan has an action that this version of glrunner does not know, so it can be neither reviewed nor approved. */
export class UnknownActionError extends Error {
  constructor(actions: readonly string[]) {
    super(`the plan has an action that glrunner does not know: ${actions.join(", ")}`);
  }
}

/**
 * The one action of a change. Terraform writes a replacement as two.
 *
 * @throws UnknownActionError for an action of a later Terraform, which must not count as harmless
 */
export function actionOf({ actions, importing }: TerraformChange): Action {
  if (actions.length === 2 && actions.includes("create")) return "replace";
  const action = actions.length === 1 ? actionNames.get(actions[0] ?? "") : undefined;
  if (action === undefined) throw new UnknownActionError(actions);
  return action === "no-op" && importing !== undefined ? "import" : action;
}

function attributesOf(
  change: TerraformChange,
  path: Path = [],
  keeps?: (path: Path) => boolean,
): readonly AttributeChange[] {
  const before = { value: change.before, unknown: false, sensitive: change.before_sensitive };
  const after = { value: change.after, unknown: change.after_unknown, sensitive: change.after_sensitive };
  return differences({ before, after, forcing: change.replace_paths, keeps }, path);
}

/** The paths that the change sets to a value that is known already. */
export function changedPaths(change: TerraformChange): readonly Path[] {
  const paths: Path[] = [];
  const attributes = attributesOf(change, [], (path) => {
    paths.push(path);
    return true;
  });
  return paths.filter((_, at) => attributes[at]?.after !== unknownText);
}

function reasonOf({ action_reason, change }: TerraformResourceChange): string | undefined {
  if (action_reason === undefined) return undefined;
  const reason = actionReasons.get(action_reason) ?? action_reason;
  if (action_reason !== "replace_because_cannot_update") return reason;
  const forcing = attributesOf(change).filter(({ forcesReplacement }) => forcesReplacement);
  return forcing.length === 0 ? reason : `${forcing.map(({ path }) => path).join(", ")} ${reason}`;
}

/**
 * The change of one resource, not yet redacted.
 *
 * @param keeps which differences to list; default all
 */
export function changeOf(resource: TerraformResourceChange, keeps?: (path: Path) => boolean): Change {
  const { address, type, change, previous_address, deposed } = resource;
  const [action, reason] = [actionOf(change), reasonOf(resource)];
  const lost = action === "delete" || action === "replace" ? dataLossOf(resource) : undefined;
  return {
    address,
    type,
    action,
    ...(reason !== undefined && { reason }),
    ...(previous_address !== undefined && { movedFrom: previous_address }),
    ...(change.importing !== undefined && { importedFrom: change.importing.id ?? "an identity" }),
    ...(deposed !== undefined && { deposed }),
    ...(lost !== undefined && { loses: lost }),
    attributes: attributesOf(change, [], keeps),
  };
}

/** The changes of the plan's outputs, not yet redacted. Each path starts with the output's name. */
export function outputsOf(plan: TerraformPlan): readonly AttributeChange[] {
  return Object.entries(plan.output_changes).flatMap(([name, change]) => attributesOf(change, [name]));
}
