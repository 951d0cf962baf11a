/** Replaces Terraform with a shell script whose plan is the given JSON and which cannot apply it. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the script to a folder. It appends a line to the file `calls` there for each plan.
 * @param planned the plan, as `terraform show -json` prints it
 * @param state the state of every stage. @default no stage is deployed
 * @param fails the stage whose plan fails. @default no plan fails
 * @returns a PATH that finds the script first
 */
export function planningTerraform(
  folder: string,
  planned: unknown,
  { state = "", fails = "" }: { readonly state?: string; readonly fails?: string } = {},
): string {
  writeFileSync(join(folder, "plan.json"), JSON.stringify(planned));
  writeFileSync(join(folder, "state.json"), state);
  const answers = [
    "init) ;;",
    `plan) if [ "\${PWD##*/}" = "${fails}" ]; then exit 1; fi; echo plan >> ${folder}/calls; for each; do case "$each" in -out=*) : > "\${each#-out=}" ;; esac; done; exit 2 ;;`,
    `show) cat ${folder}/plan.json ;;`,
    `state) cat ${folder}/state.json ;;`,
    "*) exit 1 ;;",
  ];
  writeFileSync(join(folder, "terraform"), `#!/bin/sh\ncase "$1" in\n${answers.join("\n")}\nesac\n`);
  chmodSync(join(folder, "terraform"), 0o755);
  return `${folder}:/usr/bin:/bin`;
}
