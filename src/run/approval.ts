/**
 * What was agreed to, by address: a run that has to plan again after a failure need not ask again as long as the new
 * plan does nothing but what is left of the approved one.
 */
import type { TerraformPlan } from "../clients/terraform/plan-json";

export type ChangeKind = "create" | "update" | "delete" | "replace" | "import";

/** Of each managed resource that the plan changes. */
export type Changes = ReadonlyMap<string, ChangeKind>;

export function changesOf({ resource_changes }: TerraformPlan): Changes {
  return new Map(
    resource_changes.flatMap(({ address, mode, deposed, change }): [string, ChangeKind][] => {
      const kind = kindOf(change.actions, change.importing !== undefined);
      const key = deposed === undefined ? address : `${address} (deposed ${deposed})`;
      return mode === "managed" && kind !== undefined ? [[key, kind]] : [];
    }),
  );
}

function kindOf(actions: readonly string[], importing: boolean): ChangeKind | undefined {
  if (actions.includes("delete")) return actions.length > 1 ? "replace" : "delete";
  if (actions.includes("create")) return "create";
  if (importing) return "import";
  return actions.includes("update") ? "update" : undefined;
}

/** What may be left of a change after an apply that did not come to its end. */
const leftovers: Readonly<Record<ChangeKind, readonly ChangeKind[]>> = {
  // Half made, it is tainted and made anew; made and not written down, it is adopted.
  create: ["create", "replace", "update", "import"],
  // Its old one is gone, or its new one is there and half made.
  replace: ["replace", "create", "delete", "update", "import"],
  update: ["update"],
  delete: ["delete"],
  import: ["import", "update"],
};

/** Addresses that the plan changes in another way than was approved; empty when nothing is to be asked again. */
export function beyondApproval(approved: Changes, plan: Changes): string[] {
  return [...plan].flatMap(([address, kind]) => {
    const agreed = approved.get(address) ?? approved.get(address.replace(/ \(deposed .*\)$/, ""));
    const deposed = address.endsWith(")") && agreed === "replace";
    const covered = agreed !== undefined && (deposed || leftovers[agreed].includes(kind));
    return covered ? [] : [address];
  });
}
