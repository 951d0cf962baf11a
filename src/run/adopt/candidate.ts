/**
 * What a plan would create, and what the state has already: all that adoption needs to know of a plan. Values that are
 * not known before the apply are left out, as Terraform leaves them out of a plan's JSON.
 */
import * as z from "zod";
import type { StateModule, TerraformPlan } from "../../clients/terraform/plan-json";

export interface Candidate {
  readonly address: string;
  readonly type: string;
  /** Planned values that are known. */
  readonly values: Readonly<Record<string, unknown>>;
}

interface PlannedStack {
  readonly candidates: readonly Candidate[];
  /** What the state has, as `type id`. */
  readonly recorded: ReadonlySet<string>;
}

const objectSchema = z.record(z.string(), z.unknown());

/** A replacement is no candidate: its old object is in the state. */
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

export function recordedAs(type: string, id: string): string {
  return `${type} ${id}`;
}

/** Undefined when it is unknown, or none. */
export function textOf({ values }: Candidate, attribute: string): string | undefined {
  const value = values[attribute];
  return typeof value === "string" && value !== "" ? value : undefined;
}

const tagsSchema = z.record(z.string(), z.string());

/** Those of the provider's settings among them; undefined while they are not known. */
export function plannedTags({ values }: Candidate): Readonly<Record<string, string>> | undefined {
  for (const tags of [values.tags_all, values.tags]) {
    const parsed = tagsSchema.safeParse(tags);
    if (parsed.success) return parsed.data;
  }
  return values.tags === null ? {} : undefined;
}
