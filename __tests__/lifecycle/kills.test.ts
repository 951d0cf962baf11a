/**
 * Lost runs: SIGKILL kills the run or its Terraform repeatedly, each time right after AWS created or deleted a resource and
 * before the client received the response. `resume` then continues. The result equals that of an undisturbed run, and a
 * destroy leaves nothing behind.
 */
import { describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator";
import type { JournalLine } from "../../src/run/journal/journal";
import { glrunner, type Loss } from "../support/lost-run";
import { canary, createProject, filesContaining, type Project } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";
import { worldOf, type World } from "../support/world";

const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
addons: { karpenter: { enabled: false } }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
`;
/**
 * A deployment and a destroy have about a dozen points each, and some rounds kill at the same point. CI has time for one life
 * cycle; `npm run test:long` sets `ALL_KILLS` and kills at 40 points.
 */
const lives = process.env.ALL_KILLS === undefined ? 1 : 2;
const pointsOfLife = 22;
const pointsToReach = 20 * lives;

describe.skipIf(!canEmulate)("a run that is killed", () => {
  it.concurrent(
    "at many points converges to the result of an undisturbed run, and its destroy leaves nothing",
    async () => {
      const seen = { deploy: new Set<string>(), destroy: new Set<string>() };
      const undisturbed = stateAfterDeploy();
      // The promise is awaited later. A rejection before that must not end the process.
      undisturbed.catch(() => undefined);
      const killed = await Promise.all(
        Array.from({ length: lives }, (_, life) => disturbedLife(life * pointsOfLife, seen, undisturbed)),
      );
      const points = [...new Set(killed.flat())];
      const deploys = points.filter((point) => point.startsWith("deploy"));
      console.log(
        `killed at ${points.length} points, ${deploys.length} of deploys and ${points.length - deploys.length} of destroys: each converged, no orphan\n${points.join("\n")}`,
      );
      expect(points.length).toBeGreaterThanOrEqual(pointsToReach);
    },
  );
});

/** @returns the points at which it was killed */
async function disturbedLife(
  first: number,
  seen: Readonly<Record<"deploy" | "destroy", Set<string>>>,
  undisturbed: Promise<World>,
): Promise<readonly string[]> {
  const killed: string[] = [];
  await withEmulator({ awsProvider: "attached" }, async (emulator) => {
    const project = createProject(emulator, yaml);
    const half = pointsOfLife / 2;
    killed.push(...(await untilDone(emulator, project, "deploy", { most: half, first, seen: seen.deploy })));
    expect(await worldOf(emulator, project)).toEqual(await undisturbed);
    killed.push(
      ...(await untilDone(emulator, project, "destroy", {
        most: half,
        first: first + half,
        seen: seen.destroy,
      })),
    );
    expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
    expect(filesContaining(emulator.folder, canary)).toEqual([]);
  });
  return killed;
}

async function stateAfterDeploy(): Promise<World> {
  let world: World | undefined;
  await withEmulator({ awsProvider: "attached" }, async (emulator) => {
    const project = createProject(emulator, yaml);
    await untilDone(emulator, project, "deploy", { most: 0, first: 0, seen: new Set() });
    world = await worldOf(emulator, project);
  });
  if (world === undefined) throw new Error("no deploy");
  return world;
}

interface Kills {
  readonly most: number;
  /** Identifies a kill. */
  readonly first: number;
  /** Points that need no further kill. */
  readonly seen: Set<string>;
}

/** Returns when the command has ended. @returns the points at which it was killed */
async function untilDone(
  emulator: Emulator,
  project: Project,
  command: "deploy" | "destroy",
  { most, first, seen }: Kills,
): Promise<string[]> {
  const killed: string[] = [];
  for (;;) {
    const word = killed.length === 0 ? command : "resume";
    const loss = killed.length < most ? nextLoss(first + killed.length, seen) : undefined;
    const { status, output, lost } = await glrunner(emulator, project, [word], loss);
    if (lost !== undefined) {
      killed.push(`${command} ${lost}`);
      continue;
    }
    if (status === 0) return killed;
    throw new Error(`${word} after ${killed.join(", ")} ended with ${status ?? "a signal"}\n${output}`);
  }
}

/** The four ways to kill, in turn: at a point, after changes, at a point again, and the run without its Terraform. */
function nextLoss(number: number, seen: Set<string>): Loss {
  const round = Math.floor(number / 4);
  const life = Math.floor(number / pointsOfLife);
  // After 1 to 3 changes, and differently in each life cycle, so that few rounds kill at the same point.
  if (number % 4 === 1)
    return { changes: 1 + ((round + life) % 3), victim: round % 2 === 0 ? "terraform" : "both" };
  if (number % 4 === 3) return { changes: 1 + life, victim: "run" };
  return {
    line: (line) => {
      const place = placeOf(line);
      if (place === undefined || seen.has(place)) return false;
      seen.add(place);
      return true;
    },
  };
}

const quietSteps: readonly string[] = ["init", "plan", "review", "health", "sweep"];

/** Points without a change, or in a Terraform that outlived its run. */
function placeOf(line: JournalLine): string | undefined {
  if (line.kind === "waiting") return `waiting ${line.stack}`;
  return line.kind === "step-started" && quietSteps.includes(line.step)
    ? `${line.step} ${line.stack}`
    : undefined;
}
