/**
 * Runs that are lost: the run, or Terraform under it, is killed with SIGKILL again and again, each time right after
 * something was made or deleted and before whoever asked for it was told. `resume` goes on, and in the end all is as
 * after a run that nobody disturbed; after a destroy nothing is left.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Contents, Emulator } from "../../src/emulator";
import { lostAfter, type Victim } from "../support/lost-run";
import { canary, createProject, filesWith, type Project } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";

const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
addons: { karpenter: { enabled: false } }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
`;
/** A quarter of an hour for each twenty. */
const points = Number(process.env.KILL_POINTS ?? 42);

const victims: readonly Victim[] = ["terraform", "both", "run"];

describe.skipIf(!canEmulate)("a run that is killed", () => {
  it.concurrent(
    "at many points converges to what an undisturbed one makes, and its destroy leaves nothing",
    async () => {
      const undisturbed = stateAfterDeploy();
      // It is awaited later; until then its failure is nobody's surprise.
      undisturbed.catch(() => undefined);
      const killed = { deploy: 0, destroy: 0 };
      const count = () => killed.deploy + killed.destroy;
      // A life has room for about twenty.
      while (count() < points) {
        const before = count();
        await withEmulator({}, async (emulator) => {
          const project = createProject(emulator, yaml);
          const most = Math.ceil(((points - before) * 2) / 3);
          killed.deploy += await untilDone(emulator, project, "deploy", { most, first: before });
          expect(await everything(emulator, project)).toEqual(await undisturbed);
          const rest = { most: points - count(), first: count() };
          killed.destroy += await untilDone(emulator, project, "destroy", rest);
          expect(await emulator.contents()).toEqual({ aws: [], cluster: [] });
          expect(filesWith(emulator.folder, canary)).toEqual([]);
        });
        expect(count()).toBeGreaterThan(before);
      }
      console.log(
        `killed at ${count()} points, ${killed.deploy} of deploys and ${killed.destroy} of destroys: each converged, no orphan`,
      );
    },
  );
});

async function stateAfterDeploy(): Promise<World> {
  let world: World | undefined;
  await withEmulator({}, async (emulator) => {
    const project = createProject(emulator, yaml);
    await untilDone(emulator, project, "deploy", { most: 0, first: 0 });
    world = await everything(emulator, project);
  });
  if (world === undefined) throw new Error("no deploy");
  return world;
}

interface Kills {
  readonly most: number;
  /** By which one kill differs from another. */
  readonly first: number;
}

/** Ends when the command has come to its end. @returns how often it was killed */
async function untilDone(
  emulator: Emulator,
  project: Project,
  command: "deploy" | "destroy",
  { most, first }: Kills,
): Promise<number> {
  let killed = 0;
  for (;;) {
    const number = first + killed;
    const victim = victims[number % victims.length] ?? "both";
    // 1 to 4 changes after it began, so that no two runs are lost at the same place.
    const after = killed < most ? 1 + ((number * 7) % 4) : Infinity;
    const word = killed === 0 ? command : "resume";
    const { status, output, lost } = await lostAfter(emulator, project, [word], { after, victim });
    if (lost) {
      killed += 1;
      continue;
    }
    if (status === 0) return killed;
    throw new Error(`${word} after ${killed} kills ended with ${status ?? "a signal"}\n${output}`);
  }
}

interface World {
  readonly addresses: readonly string[];
  readonly contents: readonly string[];
}

const stateSchema = z.object({
  resources: z.array(
    z.object({
      mode: z.string(),
      module: z.string().optional(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({ index_key: z.union([z.string(), z.number()]).optional(), status: z.string().optional() }),
      ),
    }),
  ),
});

/** All that is in the states and in the account, without the ids that each life has of its own. */
async function everything(emulator: Emulator, project: Project): Promise<World> {
  const addresses = project.stacks.flatMap((stack) => {
    const file = join(emulator.home, `tfstate/glrunner/${stack}.tfstate`);
    const { resources } = stateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    return resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ module = "", type, name, instances }) =>
        instances.map(
          ({ index_key = "", status = "" }) => `${stack} ${module} ${type}.${name} ${index_key} ${status}`,
        ),
      );
  });
  return { addresses: addresses.sort(), contents: kindsOf(await emulator.contents()) };
}

function kindsOf({ aws, cluster }: Contents): string[] {
  return [
    ...aws.map(({ service, kind }) => `${service} ${kind}`),
    ...cluster.map(({ type, identity }) => `${type} ${identity}`),
  ].sort();
}
