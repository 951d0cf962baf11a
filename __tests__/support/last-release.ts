/**
 * Reads the files that the last release left on a machine. `npm run release:fixture` creates them again with the released
 * program.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The fixtures have another suffix than `.tfstate`, which git ignores. */
const suffix = ".state.json";
const fixture = join(import.meta.dirname, "../release/last-release");

/**
 * When the files were saved. `interrupted`: after the run and its Terraform were killed in the middle of stage eks.
 * `deployed`: after that run was resumed and completed.
 */
type Moment = "interrupted" | "deployed";

/** The configuration of the deployment. */
export const lastReleaseYaml = readFileSync(join(fixture, "glrunner.yaml"), "utf8");

/** Returns the state files by stage, without stages that had no state yet. */
export function lastStates(moment: Moment): ReadonlyMap<string, string> {
  const folder = join(fixture, moment);
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix));
  return new Map(names.map((name) => [name.replace(suffix, ""), readFileSync(join(folder, name), "utf8")]));
}

/** Copies the files to their usual paths in this home directory. @returns the folder of the run */
export function restoreLastRelease(home: string, moment: Moment): string {
  const states = join(home, "tfstate/glrunner");
  const run = join(states, "glrunner.run");
  mkdirSync(run, { recursive: true });
  cpSync(join(fixture, moment, "journal.jsonl"), join(run, "journal.jsonl"));
  for (const [stack, text] of lastStates(moment))
    writeFileSync(join(states, `${stack}.tfstate`), text.replaceAll("/home/user", home));
  return run;
}
