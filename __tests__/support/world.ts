/** Everything that a project's states hold and its account has, without the ids that each life has of its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Inventory, Emulator } from "../../src/emulator";
import type { Project } from "./project";

export interface World {
  readonly addresses: readonly string[];
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

/** @throws when a stack has no state */
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
