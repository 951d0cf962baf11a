/**
 * The whole life of a cluster, for both layouts, both version sets, and both ways to run it: cdktf's commands, and
 * plain Terraform. Deployed, a second plan is empty; destroyed, nothing is left.
 */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { synthFiles } from "../support/synth";
import {
  canary,
  createProject,
  ends,
  filesWith,
  managedIn,
  stackJson,
  type Project,
} from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";
import { expectAlarms, expectFargateLogs } from "./watching";

const runners = `
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token", compute: fargate, concurrent: 200 }
  - { name: spot, token: "env:TF_VAR_spot_token", compute: spot, concurrent: 100 }
`;
/** With all that can watch it, and a second profile, whose pods are logged too. */
const watched = `
cluster:
  fargateProfiles:
    system: { selectors: [{ namespace: kube-system }, { namespace: karpenter }] }
    runners: { selectors: [{ namespace: gitlab-runner }, { namespace: gitlab-jobs-fargate }] }
addons:
  logging: { retentionDays: 14 }
  alarms:
    enabled: true
    snsTopicArn: arn:aws:sns:us-west-2:123456789012:on-call
    usdPerHour: 20
`;
/**
 * Every pair of layout, set and tool, and both ways to reach the providers, together with the life that is told in
 * tutorial-path: one root of set tutorial by the commands that the tutorial prints.
 */
const lives = [
  { layout: "staged", set: "current", by: "terraform", providers: "attached", extra: watched },
  { layout: "single", set: "current", by: "cdktf", providers: "attached", extra: "" },
  { layout: "staged", set: "tutorial", by: "cdktf", providers: "launched", extra: "" },
] as const;
type Life = (typeof lives)[number];

const yamlOf = ({ layout, set, extra }: Life) =>
  `name: glrunner\nregion: us-west-2\nlayout: ${layout}\nversions: { set: ${set} }\n${
    layout === "single" ? "state: { backend: local, directory: ~/tfstate }\n" : ""
  }${runners}${extra}`;

/** One step of deploy or destroy after the other, as each tool's user types them. */
interface Driver {
  readonly deploy: (project: Project) => Promise<void>;
  readonly destroy: (project: Project) => Promise<void>;
}

const cdktf: Driver = {
  deploy: async ({ cdktf, stacks }) => {
    await ends(0, cdktf("deploy", ...stacks, "--auto-approve"));
  },
  destroy: async ({ cdktf, stacks }) => {
    await ends(0, cdktf("destroy", ...[...stacks].reverse(), "--auto-approve"));
  },
};

const terraform: Driver = {
  deploy: async ({ terraform, stacks }) => {
    for (const stack of stacks) {
      await ends(0, terraform(stack, "init"));
      await ends(0, terraform(stack, "apply", "-auto-approve"));
    }
  },
  destroy: async ({ terraform, stacks }) => {
    for (const stack of [...stacks].reverse()) await ends(0, terraform(stack, "destroy", "-auto-approve"));
  },
};

/** What cdktf deployed in one root, the commands that the tutorial prints take down. */
function cdktfThenPrinted(home: string): Driver {
  const state = `-state=${join(home, "tfstate/runner.tfstate")}`;
  return {
    deploy: cdktf.deploy,
    destroy: async ({ terraform }) => {
      for (const target of ["module.eks_blueprints_kubernetes_addons", "module.eks"]) {
        await ends(0, terraform("single", "destroy", "-target", target, state, "-auto-approve"));
      }
      await ends(0, terraform("single", "destroy", state, "-auto-approve"));
    },
  };
}

function driverOf({ layout, by }: Life, home: string): Driver {
  if (layout === "single") return cdktfThenPrinted(home);
  return by === "cdktf" ? cdktf : terraform;
}

describe.skipIf(!canEmulate)("a whole life", () => {
  it.concurrent.each(lives)("layout $layout, set $set, by $by, providers $providers", async (life) => {
    await withEmulator({ providers: life.providers, awsProvider: life.providers }, async (emulator) => {
      const project = createProject(emulator, yamlOf(life));
      const driver = driverOf(life, emulator.home);
      // What is synthesized with nothing of the emulator around it.
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
        "gitlab-runner/fargate",
        "gitlab-runner/spot",
        "karpenter/karpenter",
      ]);

      if (life.set === "current") await expectFargateLogs(emulator, project.config);
      if (life.extra !== "") await expectAlarms(emulator, project.config);

      for (const stack of project.stacks) {
        await ends(0, project.terraform(stack, "plan", "-detailed-exitcode"));
      }
      expect(filesWith(emulator.folder, canary)).toEqual([]);

      await driver.destroy(project);
      expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
      for (const file of stateFiles(life))
        expect([file, managedIn(join(emulator.home, file))]).toEqual([file, 0]);
      expect(filesWith(emulator.folder, canary)).toEqual([]);
    });
  });
});

function stateFiles({ layout }: Life): string[] {
  return layout === "single"
    ? ["tfstate/runner.tfstate"]
    : ["vpc", "eks", "addons", "runners"].map((stage) => `tfstate/glrunner/${stage}.tfstate`);
}
