/** The state backend with its defaults filled in, all of which follow from the configuration's name and Region. */
import type { ResolvedState } from "../config";
import type { StateConfig } from "../schema/state";

interface StateContext {
  readonly name: string;
  readonly region: string;
  readonly home: string;
}

/** `~` and `~/...` become the home directory, if it is known; anything else stays as it is. */
export function expandHome(path: string, home: string): string {
  return home.startsWith("/") && (path === "~" || path.startsWith("~/"))
    ? home.replace(/\/+$/, "") + path.slice(1)
    : path;
}

export function resolveState(given: StateConfig, { name, region, home }: StateContext): ResolvedState {
  switch (given.backend) {
    case "local":
      return { ...given, directory: expandHome(given.directory ?? `~/tfstate/${name}`, home) };
    case "s3":
      return { ...given, region: given.region ?? region, prefix: given.prefix ?? name };
    case "gcs":
    case "azurerm":
      return { ...given, prefix: given.prefix ?? name };
    case "remote":
      return { ...given, workspacePrefix: given.workspacePrefix ?? `${name}-` };
    case "http":
      return given;
  }
}
