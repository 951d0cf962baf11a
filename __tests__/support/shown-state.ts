/** What `terraform show -json` says of a state or of a plan's end: address to mode and values. */
import { z } from "zod";

const resourceSchema = z.object({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  values: z.record(z.string(), z.json()),
});
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

/** @param json of a state */
export function shownResources(json: string): readonly ShownResource[] {
  return resourcesIn(stateSchema.parse(JSON.parse(json)).values.root_module);
}
