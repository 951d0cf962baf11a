/**
 * The tutorial's path: a cluster built with the tutorial's own commands, in one root with one state file, is adopted
 * by `init --from-state` with an empty plan, taken apart into the stages with an empty plan of each, upgraded by one
 * minor of Kubernetes, and torn down.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatProblems, parseConfig, type Config } from "../../src/config";
import { moveState } from "../../src/run/state/move";
import { synthesize } from "../../src/stacks";
import { initAt } from "../support/init";
import { canary, createProject, ends, filesWith, managedIn, stackJson } from "../support/project";
import { parseOptions } from "../support/synth";
import { canEmulate, withEmulator } from "../support/use-emulator";

/** What a reader may have changed, and one runner that was put into the root. */
const built = `
name: ci-runners
region: eu-west-1
tags: { Owner: ci }
layout: single
versions: { set: tutorial }
network: { cidr: 10.42.0.0/16, zones: 2 }
cluster:
  access: { roles: [{ arn: "arn:aws:iam::123456789012:role/ops", username: ops, groups: ["system:masters"] }] }
runners:
  - name: runner1
    token: "env:TF_VAR_runner1_token"
    concurrent: 120
    manager: { requestConcurrency: 20 }
    job: { cpu: 0.5, memory: 1Gi }
state: { backend: local, directory: ~/tfstate }
`;

function configOf(yaml: string, home: string): Config {
  const parsed = parseConfig(parse(yaml), { ...parseOptions, home });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.config;
}

const staged = (yaml: string) =>
  yaml.replace("layout: single", "layout: staged").replace("directory: ~/tfstate", "directory: ~/staged");
const upgraded = (yaml: string) => yaml.replace("set: tutorial", 'set: tutorial\n  kubernetes: "1.25"');

describe.skipIf(!canEmulate)("the tutorial's path", () => {
  it("by hand, adopted, moved to the stages, one minor up, and gone", async () => {
    await withEmulator({}, async (emulator) => {
      const { home } = emulator;
      const project = createProject(emulator, built);
      const file = join(home, "tfstate/runner.tfstate");
      const state = `-state=${file}`;
      const terraform = (...args: string[]) => ends(0, project.terraform("single", ...args));
      await terraform("init");
      await terraform("apply", "-target", "module.vpc", state, "-auto-approve");
      await terraform("apply", "-target", "module.eks", state, "-auto-approve");
      await terraform("apply", state, "-auto-approve");

      mkdirSync(join(home, "adopted"));
      const configFile = join(home, "adopted/glrunner.yaml");
      const adoption = await initAt(configFile, {
        args: ["--from-state", file, "--json"],
        env: { HOME: home },
      });
      expect(adoption.code).toBe(0);
      expect(JSON.parse(adoption.out)).toMatchObject({ findings: [], fromState: file });
      const yaml = readFileSync(configFile, "utf8");
      const adopted = configOf(yaml, home);
      const directory = join(home, "adopted/cdktf.out");
      synthesize(adopted, directory);
      const root = readFileSync(join(directory, "stacks/single/cdk.tf.json"), "utf8");
      expect(root).toBe(stackJson(project, "single"));
      await terraform("plan", "-detailed-exitcode", state);

      // With `verify` the plan of every stage must be empty.
      const output = join(project.folder, "cdktf.out");
      const target = configOf(staged(yaml), home);
      synthesize(target, output);
      const outcome = await moveState({
        from: { config: adopted, directory },
        to: { config: target, directory: output },
        env: project.env,
        verify: true,
      });
      expect(outcome.ok ? undefined : outcome.problem).toBeUndefined();
      const filled = outcome.places.filter(({ resources = 0 }) => resources > 0);
      expect(filled.map(({ side, stack }) => `${side} ${stack}`)).toEqual([
        "to vpc",
        "to eks",
        "to addons",
        "to runners",
      ]);

      synthesize(configOf(upgraded(staged(yaml)), home), output);
      const upgrade = await ends(0, project.terraform("eks", "apply", "-auto-approve"));
      expect(upgrade.stdout).toMatch(/module\.eks\.aws_eks_cluster\.this\[0\]: Modifications complete/);
      expect(upgrade.stdout).toMatch(/\n\s+~ version\s+= "1\.24" -> "1\.25"\n/);
      expect(upgrade.stdout.match(/# .* (must be|will be) (replaced|destroyed)/g)).toEqual([
        "# module.eks.time_sleep.this[0] must be replaced",
      ]);

      for (const stack of ["runners", "addons", "eks", "vpc"]) {
        await ends(0, project.terraform(stack, "destroy", "-auto-approve"));
        expect(managedIn(join(home, "staged", `${stack}.tfstate`))).toBe(0);
      }
      expect(await emulator.contents()).toEqual({ aws: [], cluster: [] });
      expect(filesWith(emulator.folder, canary)).toEqual([]);
    });
  });
});
