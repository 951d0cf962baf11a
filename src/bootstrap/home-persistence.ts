/** Finds out whether the home outlives this session. If it does not, a local state must not be stored in it. */
import { statfsSync, statSync } from "node:fs";
import type { Environment } from "../config/environment";

/** The values of --home. */
export const homes = ["kept", "lost"] as const;

export interface Home {
  readonly env: Environment;
  /** The type of its file system, from statfs(2). */
  readonly type: number;
  /** Whether it is on the same device as `/`. */
  readonly onRoot: boolean;
}

/** File systems in memory or in a layer of the container. Source: linux/magic.h. */
const temporary = new Map([
  [0x794c7630, "overlay"],
  [0x01021994, "tmpfs"],
  [0x858458f6, "ramfs"],
]);

/**
 * Why the home is lost with the session. Undefined if nothing indicates that. A CloudShell keeps it on a disk of
 * its own; in a VPC environment there is no such disk (docs.aws.amazon.com/cloudshell/latest/userguide/limits.html, read 2026-11-28).
 */
export function whyLost({ env, type, onRoot }: Home): string | undefined {
  const ci = env.CI ?? "";
  if (ci !== "" && ci !== "false") return "this is a CI job (CI is set)";
  if (env.AWS_EXECUTION_ENV === "CloudShell" && onRoot) {
    return "this CloudShell has no disk for the home folder, as in a VPC environment";
  }
  const name = temporary.get(type);
  return name === undefined
    ? undefined
    : `it is on ${name}, which does not outlive the container or a restart`;
}

export function readHome(home: string, env: Home["env"]): Home {
  return { env, type: statfsSync(home).type, onRoot: statSync(home).dev === statSync("/").dev };
}
