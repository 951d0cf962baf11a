/** Runs git. */
import { spawnSync } from "node:child_process";
import type { Environment } from "../../config/environment";

type GitResult =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly code: GitCode; readonly message: string; readonly fix: string };

export type GitCode = "git-missing" | "git-failed";

/** In milliseconds. A clone of the pinned repository takes seconds. */
const timeout = 300_000;

export function git(args: readonly string[], env: Environment): GitResult {
  const result = spawnSync("git", args, { encoding: "utf8", env: { ...env }, timeout });
  if (result.error) {
    const missing = "code" in result.error && result.error.code === "ENOENT";
    return missing
      ? { ok: false, code: "git-missing", message: "git is not installed", fix: "install git" }
      : { ok: false, code: "git-failed", message: result.error.message, fix: "run the command again" };
  }
  if (result.status !== 0) {
    const fix = "make sure that git can reach the repository";
    return { ok: false, code: "git-failed", message: result.stderr.trim(), fix };
  }
  return { ok: true, stdout: result.stdout };
}
