/** Lists the resources in a project's states and in its account, without the ids that differ in each deployment. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Inventory, Emulator } from "../../src/emulator";
import type { Project } from "./project";

/** All resources after a command, for a comparison with another run. */
export interface World {
  /** The stack, address and status of each managed resource instance. */
  readonly addresses: readonly string[];
  /** The type of each AWS resource, and the type and name of each object in the cluster. */
  readonly contents: readonly string[];
}

const stateSchema = z.object({
  resources: z.array(
    z.object({
      mode: z.string(),
      module: z.string().optional(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({ index_key: z.union([z.string(), z.number()]).optional(), status: z.string().optional() }),
      ),
    }),
  ),
});

/** Reads the states and the inventory of the emulator. @throws Error if a stack has no state */
export async function worldOf(emulator: Emulator, project: Project): Promise<World> {
  const addresses = project.stacks.flatMap((stack) => {
    const file = join(emulator.home, `tfstate/glrunner/${stack}.tfstate`);
    const { resources } = stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ module = "", type, name, instances }) =>
        instances.map(
          ({ index_key = "", status = "" }) => `${stack} ${module} ${type}.${name} ${index_key} ${status}`,
        ),
      );
  });
  return { addresses: addresses.sort(), contents: kindsOf(await emulator.inventory()) };
}

function kindsOf({ aws, cluster }: Inventory): string[] {
  return [
    ...aws.map(({ service, kind }) => `${service} ${kind}`),
    ...cluster.map(({ type, identity }) => `${type} ${identity}`),
  ].sort();
}
