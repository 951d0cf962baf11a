/**
 * The path of docs/tutorial.md, block by block: a cluster from the tutorial's own commands, in one root with one state file,
 * is adopted by `init --from-state` with an empty plan, split into the stages with an empty plan of each, upgraded by one
 * minor version of Kubernetes, and destroyed.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Config } from "../../src/config";
import { startReader } from "../docs/follow";
import { readPage } from "../docs/pages";
import { bundle, fileName } from "../../src/release/bundle";
import { rememberDeployer } from "../support/allowed-calls";
import { copyProject } from "../support/project-copy";
import { canary, filesContaining, managedResourceCount, parsedYaml } from "../support/project";
import { synthFiles } from "../support/synth";
import { canEmulate, withEmulator } from "../support/use-emulator";

/** Changes that a reader may have made in `examples/tutorial.yaml`, and one runner added to the root. */
const built = `
name: glrunner
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

const rootOf = (config: Config) => synthFiles(config).get("stacks/single/cdk.tf.json");

describe.skipIf(!canEmulate)("the tutorial's path", () => {
  it("is deployed by hand, adopted, moved to the stages, upgraded by one minor version, and destroyed", async () => {
    await withEmulator({}, async (emulator) => {
      const { home } = emulator;
      const project = join(home, "project");
      copyProject(project);
      mkdirSync(join(project, "examples"));
      writeFileSync(join(project, "examples/tutorial.yaml"), built);
      mkdirSync(join(project, "dist"));
      const released = join(project, "dist", fileName);
      writeFileSync(released, (await bundle(process.cwd())).text, { mode: 0o755 });
      rememberDeployer(emulator, parsedYaml(built, home));
      const reader = startReader(emulator, { TF_VAR_runner1_token: canary });
      reader.begin(project);
      const blocks = readPage("docs/tutorial.md").fences.filter(({ kind }) => kind === "sh");
      const unread = new Set(blocks.map(({ chapter }) => chapter));
      const follow = async (title: string) => {
        expect(unread.delete(title)).toBe(true);
        const chosen = blocks.filter(({ chapter }) => chapter === title);
        const before = reader.transcript().length;
        for (const block of chosen) await reader.types(block);
        return reader.transcript().slice(before);
      };

      await follow("");
      await follow("The printed commands");
      const adopted = await follow("Adopt the cluster");
      expect(adopted).toContain("\nPlan: no changes\n");
      const yaml = readFileSync(join(home, "adopted.yaml"), "utf8");
      expect(rootOf(parsedYaml(yaml, home))).toBe(rootOf(parsedYaml(built, home)));

      const moved = await follow("Move to the stages");
      expect(moved).toContain("\nPlan: no changes\n");

      const upgraded = await follow("Upgrade to a supported Kubernetes");
      expect(upgraded).toContain("\nPlan: 6 to update, 1 to replace\n");
      expect(upgraded).toMatch(/\n +~ aws_eks_cluster\.this\[0\]\n +version: "1\.24" -> "1\.25"\n/);

      await follow("Teardown");
      expect([...unread]).toEqual([]);
      for (const stack of ["runners", "addons", "eks", "vpc"]) {
        expect(managedResourceCount(join(home, "tfstate/staged", `${stack}.tfstate`))).toBe(0);
      }
      expect(await emulator.inventory()).toEqual({ aws: [], cluster: [] });
      expect(filesContaining(emulator.home, canary)).toEqual([]);
      expect(reader.transcript()).not.toContain(canary);
    });
  });
});
