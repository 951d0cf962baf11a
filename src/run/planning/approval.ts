/**
 * Compares a plan with the approved one, by address. A run that plans again after a failure asks again only if the new
 * plan changes more than what is left of the approved plan. An approval never covers an unknown action.
 */
import type { TerraformPlan } from "../../clients/terraform/plan-json";
import { noChanges, type ChangeCounts } from "../../clients/terraform/terraform";

/** The kind of a change. */
export type ChangeKind =
  "create" | "update" | "delete" | "replace" | "forget" | "create-and-forget" | "import" | "unknown";

/** The change of each managed resource that the plan changes, by address. */
export type Changes = ReadonlyMap<string, ChangeKind>;

/**
 * Every kind of change that Terraform plans, by its actions.
 * Source: developer.hashicorp.com/terraform/internals/json-format#change-representation, read 2026-11-24.
 */
const kinds = new Map<string, ChangeKind>([
  ["create", "create"],
  ["update", "update"],
  ["delete", "delete"],
  ["delete,create", "replace"],
  ["create,delete", "replace"],
  // The resource leaves the state and continues to exist.
  ["forget", "forget"],
  ["create,forget", "create-and-forget"],
]);
const actionsWithoutChange: readonly string[] = ["no-op", "read", ""];

/** Reads the changes of a plan. */
export function changesOf({ resource_changes }: TerraformPlan): Changes {
  return new Map(
    resource_changes.flatMap(({ address, mode, deposed, change }): [string, ChangeKind][] => {
      const kind = kindOf(change.actions.join(), change.importing !== undefined);
      const key = deposed === undefined ? address : `${address} (deposed ${deposed})`;
      return mode === "managed" && kind !== undefined ? [[key, kind]] : [];
    }),
  );
}

/** How Terraform counts each kind of change: a replacement counts as removed and added. */
const counted: Readonly<Record<ChangeKind, Partial<ChangeCounts>>> = {
  ...{ create: { add: 1 }, update: { change: 1 }, delete: { remove: 1 }, replace: { add: 1, remove: 1 } },
  ...{ "create-and-forget": { add: 1 }, import: {}, forget: {}, unknown: {} },
};

/** The counts that Terraform reports for these changes. */
export function countsOf(changes: Changes): ChangeCounts {
  let { add, change, remove } = noChanges;
  for (const kind of changes.values()) {
    add += counted[kind].add ?? 0;
    change += counted[kind].change ?? 0;
    remove += counted[kind].remove ?? 0;
  }
  return { add, change, remove };
}

function kindOf(actions: string, importing: boolean): ChangeKind | undefined {
  if (importing && (actionsWithoutChange.includes(actions) || actions === "update")) return "import";
  if (actionsWithoutChange.includes(actions)) return undefined;
  return kinds.get(actions) ?? "unknown";
}

/** The kinds of changes that may remain of an approved change after an incomplete apply. */
const remaining: Readonly<Record<ChangeKind, readonly ChangeKind[]>> = {
  // A half-created resource is tainted and replaced. A created resource that no state records is imported.
  create: ["create", "replace", "update", "import"],
  // The old object is deleted, or the new one is half created.
  replace: ["replace", "create", "delete", "update", "import"],
  update: ["update"],
  delete: ["delete"],
  import: ["import", "update"],
  forget: ["forget"],
  // The old object is forgotten, or the new one is created and not recorded.
  "create-and-forget": ["create-and-forget", "create", "forget", "update", "import"],
  unknown: [],
};

/** Addresses whose change the approval does not cover; empty if the run need not ask again. */
export function beyondApproval(approved: Changes, plan: Changes): string[] {
  return [...plan].flatMap(([address, kind]) => {
    const approvedKind = approved.get(address) ?? approved.get(address.replace(/ \(deposed .*\)$/, ""));
    const oldObject = address.endsWith(")") && approvedKind === "replace" && kind === "delete";
    const covered = approvedKind !== undefined && (oldObject || remaining[approvedKind].includes(kind));
    return covered ? [] : [address];
  });
}
