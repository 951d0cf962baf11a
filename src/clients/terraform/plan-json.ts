/**
 * The only reader of plans, as `terraform show -json <plan file>` prints them. It ignores unknown fields, since later minor
 * versions of the format only add fields, and refuses other major versions.
 * Source: developer.hashicorp.com/terraform/internals/json-format, read 2026-11-24.
 */
import * as z from "zod";

const json = z.json();
/** Marks unknown or sensitive values: `true` for the whole value, otherwise an object of the value's shape. */
const mask = json.default(false);

const changeSchema = z.object({
  actions: z.array(z.string()),
  before: json.default(null),
  after: json.default(null),
  after_unknown: mask,
  before_sensitive: mask,
  after_sensitive: mask,
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
  importing: z.object({ id: z.string().optional() }).optional(),
});

const resourceChangeSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  module_address: z.string().default(""),
  mode: z.string(),
  type: z.string(),
  /** Key of an old object that a replacement has not destroyed yet; the address has a new object. */
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: changeSchema,
});

const stateResourceSchema = z.object({
  mode: z.string(),
  type: z.string(),
  values: z.record(z.string(), z.unknown()).optional(),
});
/** A module of the state that the plan starts from. */
export interface StateModule {
  readonly resources?: readonly z.infer<typeof stateResourceSchema>[];
  readonly child_modules?: readonly StateModule[];
}
const stateModuleSchema: z.ZodType<StateModule> = z.lazy(() =>
  z.object({
    resources: z.array(stateResourceSchema).optional(),
    child_modules: z.array(stateModuleSchema).optional(),
  }),
);

const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  /** Time of the plan, RFC 3339. */
  timestamp: z.string().optional(),
  resource_changes: z.array(resourceChangeSchema).default([]),
  resource_drift: z.array(resourceChangeSchema).default([]),
  /** The attributes on which the changes of this plan depend, directly or indirectly. */
  relevant_attributes: z
    .array(z.object({ resource: z.string(), attribute: z.array(z.union([z.string(), z.number()])) }))
    .default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  prior_state: z.object({ values: z.object({ root_module: stateModuleSchema }).optional() }).optional(),
  /** False if changes remain after applying it, as with `-target`. */
  complete: z.boolean().default(true),
  errored: z.boolean().default(false),
  configuration: z
    .object({
      provider_config: z
        .record(z.string(), z.object({ name: z.string().optional(), expressions: json.optional() }))
        .default({}),
    })
    .optional(),
});

export type TerraformPlan = z.infer<typeof planSchema>;
export type TerraformChange = z.infer<typeof changeSchema>;
export type TerraformResourceChange = z.infer<typeof resourceChangeSchema>;

/** @throws if the text is not a plan, or has another format. The message never quotes the text, which may be secret. */
export function parsePlan(text: string): TerraformPlan {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error("this is not JSON: a review reads the output of `terraform show -json <plan file>`");
  }
  const version = z.object({ format_version: z.string() }).safeParse(content);
  if (!version.success) throw new Error("this is not a Terraform plan: it has no format_version");
  const { format_version } = version.data;
  if (!/^1\.\d+$/.test(format_version)) {
    throw new Error(`this plan has format ${format_version.slice(0, 20)}; a review reads format 1`);
  }
  const plan = planSchema.safeParse(content);
  if (plan.success) return plan.data;
  const paths = plan.error.issues.map(({ path }) => path.join("."));
  throw new Error(`this plan has unexpected values at ${paths.join(", ")}`);
}
