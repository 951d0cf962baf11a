/**
 * A life cycle with disturbances at random times: the test kills glrunner, Terraform or both, suspends them as on a closed
 * laptop, or stops the emulated AWS for seconds. In every case the same commands reach the same result.
 */
import { describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator";
import { bundleOf } from "../support/lost-run";
import { randomDisturbance, runDisturbed, randomNumbers } from "../support/disturbances";
import { canary, createProject, filesContaining, type Project } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";
import { worldOf } from "../support/world";

const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
addons: { karpenter: { enabled: false } }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
`;
/** Disturbances of the destroy, and of the deploy after it. `npm run test:long` sets `ALL_KILLS`. */
const hitsOfEach = process.env.ALL_KILLS === undefined ? 5 : 10;
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

describe.skipIf(!canEmulate)("a deployment killed at random times", () => {
  it("creates the same as an undisturbed one, and its destroy leaves nothing", async () => {
    const random = randomNumbers(seed);
    const hits: string[] = [];
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const project = createProject(emulator, yaml);
      hits.push(...(await untilDone(emulator, project, "deploy", 0, random)));
      const undisturbed = await worldOf(emulator, project);
      hits.push(...(await untilDone(emulator, project, "destroy", hitsOfEach, random)));
      expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
      hits.push(...(await untilDone(emulator, project, "deploy", 2 * hitsOfEach - hits.length, random)));
      expect(await worldOf(emulator, project)).toEqual(undisturbed);
      hits.push(...(await untilDone(emulator, project, "destroy", 0, random)));
      expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
      expect(filesContaining(emulator.folder, canary)).toEqual([]);
    });
    console.log(`seed ${seed}: ${hits.length} disturbances\n${hits.join("\n")}`);
    expect(hits.length).toBeGreaterThanOrEqual(2 * hitsOfEach);
  });
});

const flags = {
  deploy: ["--yes", "--allow-loss"],
  destroy: ["--confirm", "glrunner"],
  resume: ["--yes", "--allow-loss", "--confirm", "glrunner"],
} as const;

/** Resumes a command that fails after a disturbance. @throws if the command fails without a disturbance */
async function untilDone(
  emulator: Emulator,
  project: Project,
  command: "deploy" | "destroy",
  most: number,
  random: () => number,
): Promise<readonly string[]> {
  const hits: string[] = [];
  let word: keyof typeof flags = command;
  for (;;) {
    let planned = 0;
    const next = () => {
      planned += 1;
      return hits.length + planned <= most ? randomDisturbance(random) : undefined;
    };
    const argv = [process.execPath, bundleOf(project), word, ...flags[word]] as const;
    const options = { cwd: project.folder, env: { ...project.env }, folder: emulator.folder };
    const ended = await runDisturbed(argv, options, next);
    hits.push(...ended.hits.map((hit) => `${word}: ${hit}`));
    if (ended.status === 0) {
      // A deployment can be repeated until it has been disturbed often enough. A completed destroy cannot.
      // `resume` also succeeds if the run was killed before its journal existed. Only the command itself proves the end.
      if (word === command && (hits.length >= most || command === "destroy")) return hits;
      word = command;
    } else if (ended.hits.length > 0) word = "resume";
    // A run that was killed before it wrote its journal leaves nothing to resume.
    else if (word === "resume") word = command;
    else {
      const story = hits.join(", ");
      throw new Error(
        `seed ${seed}: ${word} after ${story} ended with ${ended.status ?? "a signal"}\n${ended.output}`,
      );
    }
  }
}
