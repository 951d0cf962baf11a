/**
 * Splits a cluster in one root into the four stages without changing a resource: the plan of each stage is empty, and the
 * stages destroy everything. Then does the same in the opposite direction.
 */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatProblems, parseConfig } from "../../src/config";
import { moveState, type MoveOptions } from "../../src/migrate/state-move/move";
import { synthesize } from "../../src/stacks";
import {
  canary,
  createProject,
  expectExit,
  filesContaining,
  managedResourceCount,
  type Project,
} from "../support/project";
import { parseOptions } from "../support/synth";
import { canEmulate, withEmulator } from "../support/use-emulator";

const yamlOf = (layout: "staged" | "single", set: string) => `
name: glrunner
region: us-west-2
layout: ${layout}
versions: { set: ${set} }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token", compute: fargate, concurrent: 200 }
  - { name: spot, token: "env:TF_VAR_spot_token", compute: spot, concurrent: 100 }
`;

/** The same cluster in the other layout, as the user would synthesize it. */
function other(project: Project, home: string, yaml: string): MoveOptions["to"] {
  const parsed = parseConfig(parse(yaml), { ...parseOptions, home });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  const directory = join(project.folder, "other.out");
  synthesize(parsed.config, directory);
  return { config: parsed.config, directory };
}

const moves = [
  { from: "single", to: "staged", set: "current" },
  { from: "staged", to: "single", set: "current" },
] as const;

describe.skipIf(!canEmulate)("state move", () => {
  it.concurrent.each(moves)("$from to $to, set $set", async ({ from, to, set }) => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const project = createProject(emulator, yamlOf(from, set));
      for (const stack of project.stacks) {
        await expectExit(0, project.terraform(stack, "init"));
        await expectExit(0, project.terraform(stack, "apply", "-auto-approve"));
      }
      const target = other(project, emulator.home, yamlOf(to, set));
      const outcome = await moveState({
        from: { config: project.config, directory: join(project.folder, "cdktf.out") },
        to: target,
        env: project.env,
        verify: true,
      });
      expect(outcome.ok ? undefined : outcome.problem).toBeUndefined();
      const filled = outcome.places.filter(({ resources = 0 }) => resources > 0);
      expect(filled).toEqual(outcome.places.filter(({ side }) => side === "to"));
      expect(filesContaining(emulator.folder, canary)).toEqual([]);

      // Only the new states contain the cluster now.
      cpSync(target.directory, join(project.folder, "cdktf.out"), { recursive: true });
      const stacks = outcome.places.filter(({ side }) => side === "to").map(({ stack }) => stack);
      for (const stack of [...stacks].reverse()) {
        await expectExit(0, project.terraform(stack, "destroy", "-auto-approve"));
      }
      expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
      for (const { place } of outcome.places)
        expect(managedResourceCount(place.replace(/^local /, ""))).toBe(0);
    });
  });
});
