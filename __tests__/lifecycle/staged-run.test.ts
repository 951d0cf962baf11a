/**
 * Runs glrunner with the faults that end a plain Terraform run: it succeeds, or stops with the next step of the catalogue, and
 * never leaves a partly recorded state.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator";
import { journeyOf } from "../../src/cli/actions/run/journey";
import { changesOf } from "../../src/run/planning/approval";
import type { RunStack } from "../../src/run/context";
import { deploy, type DeployOptions } from "../../src/run/deploy";
import type { RunEvent } from "../../src/run/journal/events";
import { plan } from "../../src/run/planning/plan";
import { resume } from "../../src/run/resume";
import type { RunOutcome } from "../../src/run/outcome";
import { status } from "../../src/run/journal/status";
import { addressesIn, readState } from "../../src/clients/terraform/state-document";
import { terraformDriver } from "../../src/clients/terraform/terraform";
import { stages, type StageName } from "../../src/config/stages";
import { canary, createProject, expectExit, filesContaining, type Project } from "../support/project";
import { canMountDisk, fillDisk, freeDisk, withDisk } from "../support/small-disk";
import { canEmulate, withEmulator } from "../support/use-emulator";
import { tutorialFaults, type TutorialFault } from "./tutorial-faults";

const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
addons: { karpenter: { enabled: false } }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
`;

/** Faults that a run cannot fix, with a pattern of the next step. */
const stops: Readonly<Record<string, RegExp>> = {
  "a permission is missing": /policy|right|permission/i,
};
/** Faults with missing credentials, which only a person can provide. */
const waits = new Set(["no credentials"]);

describe.skipIf(!canEmulate)("a staged run with a fault", () => {
  it.concurrent("succeeds in each stage, or stops with the next step", async () => {
    await withEmulator({}, async (emulator) => {
      const project = createProject(emulator, yaml);
      for (const stage of stages) {
        await meetFaults(stage, project, emulator);
        await expectExit(0, project.terraform(stage, "plan", "-detailed-exitcode"));
      }
      await expectJourney(project, emulator);
      expect(filesContaining(emulator.folder, canary)).toEqual([]);
    });
  });
});

async function meetFaults(stage: StageName, project: Project, emulator: Emulator): Promise<void> {
  const stacks = stacksOf(project);
  const chosen = stacks.filter(({ name }) => name === stage);
  const go = (more: Partial<DeployOptions> = {}) =>
    deploy({ ...optionsOf(project, emulator), stacks, ...more }, chosen);

  const faults = tutorialFaults.filter((fault) => fault.stage === stage);
  for (const fault of faults.filter(({ id }) => id in stops)) {
    await fault.inject(emulator);
    expectStop(await go(), fault);
    lift([fault], emulator);
  }
  for (const fault of faults.filter(({ id }) => waits.has(id))) {
    await expectWait(fault, (more) => go({ ...more, env: without(project.env, fault.without ?? []) }));
  }

  const survived = faults.filter(({ id }) => !(id in stops) && !waits.has(id));
  for (const fault of survived) await fault.inject(emulator);
  const seen: RunEvent[] = [];
  const outcome = await go({
    onEvent: (event) => {
      seen.push(event);
      // A fault that does not end by itself ends while the run waits.
      if (event.kind === "retrying") for (const fault of survived) fault.lift?.(emulator);
    },
  });
  expect(outcome).toMatchObject({ ok: true, stacks: [{ stack: stage }] });
  const interrupted = survived.some(({ plainRun }) => plainRun.outcome === "fails");
  expect(seen.some(({ kind }) => kind === "retrying")).toBe(interrupted);
}

describe.skipIf(!canEmulate || !canMountDisk)("a staged run on a small disk", () => {
  it.concurrent("loses nothing if the disk is full during an apply", async () => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const disk = join(emulator.home, "disk");
      await withDisk(disk, 24, async () => {
        const project = createProject(emulator, `${yaml}state: { backend: local, directory: "${disk}" }\n`);
        const stacks = stacksOf(project).filter(({ name }) => name === "vpc");
        const options = { ...optionsOf(project, emulator), stacks };
        let filled = 0;
        emulator.aws.watch(({ operation }) => {
          if (operation === "CreateVpc" && filled++ === 0) fillDisk(disk);
        });

        const error: unknown = expect.stringContaining("no space left on device");
        const fix: unknown = expect.stringMatching(/Free some space.*glrunner resume/);
        expect(await deploy(options, stacks)).toMatchObject({
          ok: false,
          failure: {
            stack: "vpc",
            during: "apply",
            errors: [error],
            fix,
          },
        });
        const { runs } = status(project.config, emulator.home);
        expect(runs).toMatchObject([
          { ended: { outcome: "failed" }, stacks: [{ stack: "vpc", state: "failed", errors: [error] }] },
        ]);
        // A full disk has no space to start a run.
        expect(await resume(options)).toMatchObject({
          ok: false,
          failure: { errors: [expect.stringContaining("has room for")] },
        });

        freeDisk(disk);
        expect(await resume(options)).toMatchObject({ ok: true, stacks: [{ stack: "vpc" }] });
        expect(filled).toBe(1);
        await expectExit(0, project.terraform("vpc", "plan", "-detailed-exitcode"));
        const { aws } = await emulator.inventory();
        expect(aws.filter(({ kind }) => kind === "vpc")).toHaveLength(1);
        expect(status(project.config, emulator.home).unsettled).toEqual([]);
        expect(filesContaining(emulator.folder, canary)).toEqual([]);
      });
    });
  });
});

describe.skipIf(!canEmulate)("a staged run", () => {
  it.concurrent(
    "refuses a plan that differs from the approved one, and a wrong order of stages",
    async () => {
      await withEmulator({ awsProvider: "attached" }, async (emulator) => {
        const project = createProject(emulator, yaml);
        const stacks = stacksOf(project);
        const [vpc] = stacks;
        if (vpc === undefined) throw new Error("no stack");
        const options = { ...optionsOf(project, emulator), stacks };

        const eks = stacks.filter(({ name }) => name === "eks");
        expect(await deploy(options, eks)).toMatchObject({
          ok: false,
          failure: { errors: ["stage vpc is not deployed"], fix: "deploy it first: glrunner deploy vpc" },
        });

        const meddle = async () => {
          await expectExit(
            0,
            project.terraform("vpc", "apply", "-auto-approve", "-target=module.vpc.aws_vpc.this"),
          );
          return true;
        };
        expect(await deploy({ ...options, approve: meddle }, [vpc])).toMatchObject({
          ok: false,
          failure: { during: "review", errors: ["the state changed after the plan was approved"] },
        });

        let second: RunOutcome | undefined;
        const declined = await deploy(
          {
            ...options,
            approve: async () => {
              second = await deploy(options, [vpc]);
              return false;
            },
          },
          [vpc],
        );
        expect(declined).toMatchObject({ ok: false, failure: { errors: ["the plan was not approved"] } });
        expect(second).toMatchObject({
          ok: false,
          failure: { errors: [expect.stringMatching(/: deploy, since .*, process \d+$/)] },
        });
      });
    },
  );
});

function stacksOf(project: Project): RunStack[] {
  return stages.map((name) => ({ name, folder: project.stackFolder(name) }));
}

function optionsOf({ config, env }: Project, emulator: Emulator): Omit<DeployOptions, "stacks"> {
  return {
    ...{ config, env, home: emulator.home, signal: new AbortController().signal },
    onEvent: () => undefined,
    approve: () => Promise.resolve(true),
  };
}

/** One plan of an empty state has the same resources as the four stages. */
async function expectJourney(project: Project, emulator: Emulator): Promise<void> {
  const stacks = stacksOf(project);
  const { env } = project;
  const states = await Promise.all(stacks.map(({ folder }) => terraformDriver({ folder, env }).pull()));
  const unindexed = (address: string) => address.replace(/\[[^\]]*\]$/, "");
  const made = new Set(
    states.map(readState).flatMap((state) => (state === undefined ? [] : addressesIn(state).map(unindexed))),
  );
  const options = { ...optionsOf(project, emulator), stacks, chosen: stacks };
  const { chosen, ...journey } = journeyOf(options, join(project.folder, "cdktf.out"));
  const outcome = await plan({ ...journey, onEvent: options.onEvent }, chosen);
  if (!outcome.ok) throw new Error(outcome.failure.errors.join());
  const planned = outcome.planned.flatMap((each) => [...changesOf(each.plan)]);
  expect(new Set(planned.map(([, kind]) => kind))).toEqual(new Set(["create"]));
  const addresses = new Set(planned.map(([address]) => unindexed(address)));
  expect([...addresses].sort()).toEqual([...made].sort());
}

function lift(faults: readonly TutorialFault[], emulator: Emulator): void {
  emulator.aws.clearFaults();
  emulator.providers.faults.clear();
  for (const fault of faults) fault.lift?.(emulator);
}

function expectStop(outcome: RunOutcome, { id, stage, plainRun }: TutorialFault): void {
  expect({ id, outcome }).toMatchObject({ id, outcome: { ok: false, failure: { stack: stage } } });
  if (outcome.ok || plainRun.outcome !== "fails") return;
  expect(outcome.failure.errors.join(" ").replace(/\s+/g, " ")).toContain(plainRun.text);
  expect(outcome.failure.fix).toMatch(stops[id] ?? /^$/);
}

/** Expects that the run waits, prints the next step, and ends cleanly when it is interrupted. */
async function expectWait(
  { id }: TutorialFault,
  go: (more: Partial<DeployOptions>) => Promise<RunOutcome>,
): Promise<void> {
  const interrupt = new AbortController();
  const fixes: string[] = [];
  const outcome = await go({
    signal: interrupt.signal,
    onEvent: (event) => {
      if (event.kind !== "waiting") return;
      fixes.push(event.fix);
      interrupt.abort();
    },
  });
  expect({ id, ok: outcome.ok, fixes }).toEqual({
    ...{ id, ok: false },
    fixes: [expect.stringMatching(/refresh the browser tab.*log in again/is)],
  });
}

function without(env: Project["env"], names: readonly string[]): Project["env"] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
