/**
 * The complete life cycle of a cluster, for both layouts, both version sets, cdktf's commands and plain Terraform. After the
 * deployment, a second plan is empty. After the destroy, nothing is left.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stages } from "../../src/config/stages";
import { accepted } from "../fidelity/accepted";
import { differences, emulatedStates, recordedStates, withoutAccepted } from "../fidelity/compare";
import { shownResources, type ShownResource } from "../support/shown-state";
import { synthFiles } from "../support/synth";
import {
  canary,
  createProject,
  expectExit,
  filesContaining,
  managedResourceCount,
  stackJson,
  type Project,
} from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";
import { takeRole } from "./second-identity";
import { seedSecrets } from "./seed";
import { expectAlarms, expectFargateLogs } from "./watching";

const runners = `
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token", compute: fargate, concurrent: 200 }
  - { name: spot, token: "env:TF_VAR_spot_token", compute: spot, concurrent: 100 }
`;
const published = `name: glrunner\nregion: us-west-2\nversions: { set: tutorial }\n${runners}`;
/** A configuration with all monitoring, nodes and Fargate, and every source of a token. */
const everything = readFileSync("__tests__/fidelity/everything.yaml", "utf8");
/** A configuration with one root, and with the state in the file that the tutorial's commands use. */
const example = `${readFileSync("glrunner.yaml", "utf8")}  directory: ~/tfstate\nlayout: single\n`;

/**
 * Every pair of layout, set and tool, and both ways to reach the providers, together with the long test tutorial-path: one
 * root of set tutorial with the commands of the tutorial.
 */
const lives = [
  { layout: "staged", set: "current", by: "terraform", providers: "attached", record: "everything" },
  { layout: "single", set: "current", by: "cdktf", providers: "attached", record: "example" },
  { layout: "staged", set: "tutorial", by: "cdktf", providers: "launched", record: undefined },
] as const;
type Life = (typeof lives)[number];

function yamlOf({ record }: Life): string {
  if (record === undefined) return published;
  return record === "everything" ? everything : example;
}

/** The commands of a deployment or a destroy, one after the other, as users of each tool type them. */
interface Driver {
  readonly deploy: (project: Project) => Promise<void>;
  readonly destroy: (project: Project) => Promise<void>;
}

const cdktf: Driver = {
  deploy: async ({ cdktf, stacks }) => {
    await expectExit(0, cdktf("deploy", ...stacks, "--auto-approve"));
  },
  destroy: async ({ cdktf, stacks }) => {
    await expectExit(0, cdktf("destroy", ...[...stacks].reverse(), "--auto-approve"));
  },
};

const terraform: Driver = {
  deploy: async ({ terraform, stacks }) => {
    for (const stack of stacks) {
      await expectExit(0, terraform(stack, "init"));
      await expectExit(0, terraform(stack, "apply", "-auto-approve"));
    }
  },
  destroy: async ({ terraform, stacks }) => {
    for (const stack of [...stacks].reverse())
      await expectExit(0, terraform(stack, "destroy", "-auto-approve"));
  },
};

/** The commands of the tutorial destroy the resources that cdktf deployed in one root. */
function cdktfThenPrinted(home: string): Driver {
  const state = `-state=${join(home, "tfstate/runner.tfstate")}`;
  return {
    deploy: cdktf.deploy,
    destroy: async ({ terraform }) => {
      for (const target of ["module.eks_blueprints_kubernetes_addons", "module.eks"]) {
        await expectExit(0, terraform("single", "destroy", "-target", target, state, "-auto-approve"));
      }
      await expectExit(0, terraform("single", "destroy", state, "-auto-approve"));
    },
  };
}

function driverOf({ layout, by }: Life, home: string): Driver {
  if (layout === "single") return cdktfThenPrinted(home);
  return by === "cdktf" ? cdktf : terraform;
}

describe.skipIf(!canEmulate)("a complete life cycle", () => {
  it.concurrent.each(lives)("layout $layout, set $set, by $by, providers $providers", async (life) => {
    await withEmulator({ providers: life.providers, awsProvider: life.providers }, async (emulator) => {
      if (life.record === "everything") {
        await seedSecrets(emulator, { "/ci/alles/fargate": canary, "ci/alles/spot": canary });
      }
      const stranger = life.set === "tutorial" && (await takeRole(emulator, { name: "stranger", path: "/" }));
      const empty = await emulator.inventory();
      const project = createProject(emulator, yamlOf(life));
      const driver = driverOf(life, emulator.home);
      // Synthesize without the environment of the emulator.
      const files = synthFiles(project.config);

      await driver.deploy(project);
      for (const stack of project.stacks) {
        expect(stackJson(project, stack)).toBe(files.get(`stacks/${stack}/cdk.tf.json`));
      }
      const deployed = await emulator.inventory();
      const kinds = new Set(deployed.aws.map(({ kind }) => kind));
      expect(
        ["vpc", "cluster", "role", "queue", "Fargate profile"].filter((kind) => !kinds.has(kind)),
      ).toEqual([]);
      const releases = deployed.cluster.filter(({ type }) => type === "helm_release");
      expect(releases.map(({ identity }) => identity)).toEqual([
        ...project.config.runners.map(({ name }) => `gitlab-runner/${name}`).sort(),
        "karpenter/karpenter",
        ...(life.set === "current" ? ["kube-system/karpenter-crd"] : []),
        ...(life.record === "everything" ? ["kube-system/metrics-server"] : []),
      ]);

      if (life.set === "current") await expectFargateLogs(emulator, project.config);
      if (project.config.addons.alarms.enabled) await expectAlarms(emulator, project.config);
      if (life.record !== undefined) await expectAsRecorded(project, life.record);

      for (const stack of project.stacks) {
        await expectExit(0, project.terraform(stack, "plan", "-detailed-exitcode"));
      }
      if (stranger !== false) await expectRefused(project.as(stranger));
      expect(filesContaining(emulator.folder, canary)).toEqual([]);

      await driver.destroy(project);
      expect(await emulator.inventory()).toEqual(empty);
      for (const file of stateFiles(life, project.config.name))
        expect([file, managedResourceCount(join(emulator.home, file))]).toEqual([file, 0]);
      expect(filesContaining(emulator.folder, canary)).toEqual([]);
    });
  });
});

/** The policy of the cluster's key names only its creator: no other identity can plan. */
async function expectRefused(stranger: Project): Promise<void> {
  const { stderr } = await expectExit(1, stranger.terraform("eks", "plan"));
  expect(stderr).toMatch(/not authorized to perform: kms:DescribeKey .* no resource-based policy allows/s);
}

/** The plan and state with the emulator equal those with the real modules and providers. */
async function expectAsRecorded(
  { stacks, terraform }: Project,
  record: NonNullable<Life["record"]>,
): Promise<void> {
  const real = recordedStates(stages.map((stage) => `${record}-${stage}`));
  const shown: ShownResource[] = [];
  for (const stack of stacks) {
    shown.push(...shownResources((await expectExit(0, terraform(stack, "show", "-json"))).stdout));
  }
  const { left, idle } = withoutAccepted(differences(real, emulatedStates(shown)), accepted);
  expect(left).toEqual([]);
  if (record === "everything") expect(idle).toEqual([]);
}

function stateFiles({ layout }: Life, name: string): string[] {
  return layout === "single"
    ? ["tfstate/runner.tfstate"]
    : stages.map((stage) => `tfstate/${name}/${stage}.tfstate`);
}
