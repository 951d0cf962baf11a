/**
 * What a plan would create, and what the state has already: all that adoption needs to know of a plan. Values that are
 * not known before the apply are left out, as Terraform leaves them out of a plan's JSON.
 */
import * as z from "zod";

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
const resourceSchema = z.object({ mode: z.string(), type: z.string(), values: objectSchema.optional() });
interface Module {
  readonly resources?: readonly z.infer<typeof resourceSchema>[];
  readonly child_modules?: readonly Module[];
}
const moduleSchema: z.ZodType<Module> = z.lazy(() =>
  z.object({
    resources: z.array(resourceSchema).optional(),
    child_modules: z.array(moduleSchema).optional(),
  }),
);
const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        change: z.object({ actions: z.array(z.string()), after: objectSchema.nullish() }),
      }),
    )
    .default([]),
  prior_state: z.object({ values: z.object({ root_module: moduleSchema }).optional() }).optional(),
});

/**
 * @param plan what `terraform show -json` says of a plan
 * A replacement is no candidate: its old object is in the state.
 */
export function readPlan(plan: unknown): PlannedStack {
  const { resource_changes, prior_state } = planSchema.parse(plan);
  const root = prior_state?.values?.root_module;
  return {
    candidates: resource_changes
      .filter(({ mode, change }) => mode === "managed" && change.actions.join() === "create")
      .map(({ address, type, change }) => ({ address, type, values: change.after ?? {} })),
    recorded: new Set(root === undefined ? [] : recordedIn(root)),
  };
}

function recordedIn({ resources = [], child_modules = [] }: Module): string[] {
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
