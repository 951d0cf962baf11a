/**
 * Reads the input of adoption from a plan: the resources that the plan would create, and the resources that the state
 * already records. Values that are known only after apply are missing, as they are in a plan's JSON.
 */
import * as z from "zod";
import type { StateModule, TerraformPlan } from "../../clients/terraform/plan-json";

/** A resource that the plan would create, and that may exist already. */
export interface Candidate {
  readonly address: string;
  readonly type: string;
  /** The planned values that are known before apply. */
  readonly values: Readonly<Record<string, unknown>>;
}

interface PlannedStack {
  readonly candidates: readonly Candidate[];
  /** Resources that the state records, as `type id`. */
  readonly recorded: ReadonlySet<string>;
}

const objectSchema = z.record(z.string(), z.unknown());

/** Reads candidates and recorded resources. A replacement is no candidate, because the state records its old object. */
export function readPlan({ resource_changes, prior_state }: TerraformPlan): PlannedStack {
  const root = prior_state?.values?.root_module;
  return {
    candidates: resource_changes
      .filter(({ mode, change }) => mode === "managed" && change.actions.join() === "create")
      .map(({ address, type, change }) => ({
        address,
        type,
        values: objectSchema.safeParse(change.after).data ?? {},
      })),
    recorded: new Set(root === undefined ? [] : recordedIn(root)),
  };
}

function recordedIn({ resources = [], child_modules = [] }: StateModule): string[] {
  const own = resources.flatMap(({ mode, type, values }) => {
    const id = values?.id;
    return mode === "managed" && typeof id === "string" ? [recordedAs(type, id)] : [];
  });
  return [...own, ...child_modules.flatMap(recordedIn)];
}

/** The form of a resource in `recorded`. */
export function recordedAs(type: string, id: string): string {
  return `${type} ${id}`;
}

/** A planned string; undefined if it is unknown, empty or not set. */
export function textOf({ values }: Candidate, attribute: string): string | undefined {
  const value = values[attribute];
  return typeof value === "string" && value !== "" ? value : undefined;
}

const tagsSchema = z.record(z.string(), z.string());

/** The planned tags with the default tags of the provider; undefined if they are known only after apply. */
export function plannedTags({ values }: Candidate): Readonly<Record<string, string>> | undefined {
  for (const tags of [values.tags_all, values.tags]) {
    const parsed = tagsSchema.safeParse(tags);
    if (parsed.success) return parsed.data;
  }
  return values.tags === null ? {} : undefined;
}
