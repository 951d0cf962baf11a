/**
 * An upgrade in the middle of a deployment: the last release is killed with its Terraform, and this version resumes, plans
 * and destroys. Skipped without LAST_RELEASE, the path of the last release's `glrunner.cjs`.
 */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastReleaseYaml } from "../support/last-release";
import { glrunner } from "../support/lost-run";
import { createProject } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";

const { LAST_RELEASE: lastRelease = "" } = process.env;

describe.skipIf(!canEmulate || lastRelease === "")("a deployment that the last release began", () => {
  it("can be resumed, planned without a change and destroyed by this version", async () => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const project = createProject(emulator, lastReleaseYaml);
      const program = join(project.folder, "glrunner.cjs");
      copyFileSync(lastRelease, program);
      const first = await glrunner(emulator, project, ["deploy"], {
        line: (line) => line.kind === "resource-done" && line.stack === "eks" && line.action === "create",
      });
      expect(first.lost).toBeDefined();
      // Without this file, the next command is built from these sources.
      rmSync(program);
      const run = async (...words: readonly string[]) => {
        const { status, output } = await glrunner(emulator, project, words);
        return { status, output: status === 0 ? "" : output };
      };
      const done = { status: 0, output: "" };
      expect(await run("resume")).toEqual(done);
      // Exit code 0: the plan has no changes.
      expect(await run("plan", "--exit-code")).toEqual(done);
      expect(await run("destroy")).toEqual(done);
      expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
    });
  });
});
