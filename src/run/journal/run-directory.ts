/** Where a run keeps its journal, its lock, its plans and its logs: next to a local state, else in the home directory. */
import { join } from "node:path";
import type { Config } from "../../config";

export function runFolder({ name, state }: Config, home: string): string {
  const parent = state.backend === "local" ? state.directory : join(home, "tfstate");
  return join(parent, `${name}.run`);
}
