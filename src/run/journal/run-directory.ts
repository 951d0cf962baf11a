/** The folder of a cluster's journal, lock, plans and logs: next to a local state, otherwise in the home directory. */
import { join } from "node:path";
import type { Config } from "../../config";

/** Does not create the folder. */
export function runFolder({ name, state }: Config, home: string): string {
  const parent = state.backend === "local" ? state.directory : join(home, "tfstate");
  return join(parent, `${name}.run`);
}
