/** Reads the resources in the output of `terraform show -json` for a state. */
import { z } from "zod";

const resourceSchema = z.object({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  values: z.record(z.string(), z.json()),
});
/** One resource with its address, mode and values. */
export type ShownResource = z.output<typeof resourceSchema>;

interface ShownModule {
  readonly resources?: readonly ShownResource[];
  readonly child_modules?: readonly ShownModule[];
}
const moduleSchema: z.ZodType<ShownModule> = z.object({
  resources: z.array(resourceSchema).optional(),
  get child_modules() {
    return z.array(moduleSchema).optional();
  },
});
const stateSchema = z.object({ values: z.object({ root_module: moduleSchema }) });

function resourcesIn({ resources = [], child_modules = [] }: ShownModule): readonly ShownResource[] {
  return [...resources, ...child_modules.flatMap(resourcesIn)];
}

/** Returns the resources of all modules. @param json the output of `terraform show -json` for a state */
export function shownResources(json: string): readonly ShownResource[] {
  return resourcesIn(stateSchema.parse(JSON.parse(json)).values.root_module);
}
