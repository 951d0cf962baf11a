import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { userName } from "./user-name";
import type { Environment } from "../../config/environment";

/** The folder for downloads. It is never in the home directory of CloudShell, which holds only 1 GB. */
export function cacheFolder(env: Environment, home: string): string {
  const given = env.XDG_CACHE_HOME ?? "";
  // A relative path counts as unset. Source: XDG base directory specification.
  if (isAbsolute(given)) return join(given, "glrunner");
  if (env.AWS_EXECUTION_ENV === "CloudShell") return join(tmpdir(), `glrunner-${userName()}`);
  return join(home, ".cache", "glrunner");
}
