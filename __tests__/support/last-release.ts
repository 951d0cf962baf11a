/** What the last release left on a machine: `npm run release:fixture` creates it again with the released file. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** git ignores `.tfstate`. */
const suffix = ".state.json";
const fixture = join(import.meta.dirname, "../release/last-release");

/** `interrupted`: killed with its Terraform in the middle of stage eks. `deployed`: resumed after that, and done. */
type Moment = "interrupted" | "deployed";

export const lastReleaseYaml = readFileSync(join(fixture, "glrunner.yaml"), "utf8");

/** By stage, of those that had one by then. */
export function lastStates(moment: Moment): ReadonlyMap<string, string> {
  const folder = join(fixture, moment);
  const names = readdirSync(folder).filter((name) => name.endsWith(suffix));
  return new Map(names.map((name) => [name.replace(suffix, ""), readFileSync(join(folder, name), "utf8")]));
}

/** Puts it where this home keeps it. @returns the folder of the run */
export function restoreLastRelease(home: string, moment: Moment): string {
  const states = join(home, "tfstate/glrunner");
  const run = join(states, "glrunner.run");
  mkdirSync(run, { recursive: true });
  cpSync(join(fixture, moment, "journal.jsonl"), join(run, "journal.jsonl"));
  for (const [stack, text] of lastStates(moment))
    writeFileSync(join(states, `${stack}.tfstate`), text.replaceAll("/home/user", home));
  return run;
}
