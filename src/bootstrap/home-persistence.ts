/** Whether the home folder outlives this session. If it does not, a local state must not be stored in it. */
import { statfsSync, statSync } from "node:fs";
import type { Environment } from "../config/environment";

/** What --home says of it. */
export const homes = ["kept", "lost"] as const;

export interface Home {
  readonly env: Environment;
  /** Of its file system, as statfs(2) says. */
  readonly type: number;
  /** Its device is the one of `/`. */
  readonly onRoot: boolean;
}

/** File systems in memory or in a container's own layer. Source: linux/magic.h. */
const passing = new Map([
  [0x794c7630, "overlay"],
  [0x01021994, "tmpfs"],
  [0x858458f6, "ramfs"],
]);

/**
 * Why the home folder is lost with the session; undefined if nothing indicates it. A CloudShell keeps it on a disk of
 * its own; in a VPC environment there is no such disk (docs.aws.amazon.com/cloudshell/latest/userguide/limits.html, read 2026-11-28).
 */
export function whyLost({ env, type, onRoot }: Home): string | undefined {
  const ci = env.CI ?? "";
  if (ci !== "" && ci !== "false") return "this is a CI job (CI is set)";
  if (env.AWS_EXECUTION_ENV === "CloudShell" && onRoot) {
    return "this CloudShell has no disk for the home folder, as in a VPC environment";
  }
  const name = passing.get(type);
  return name === undefined
    ? undefined
    : `it is on ${name}, which does not outlive the container or a restart`;
}

export function readHome(home: string, env: Home["env"]): Home {
  return { env, type: statfsSync(home).type, onRoot: statSync(home).dev === statSync("/").dev };
}
