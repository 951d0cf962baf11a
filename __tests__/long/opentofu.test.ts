/**
 * The demo with Terraform and with OpenTofu, and one state that both use in turn. Skipped without `tofu` on PATH: no package
 * registry has its binary, but `go build ./cmd/tofu` in its Go module builds it.
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/clients/system/command";
import { createProject, expectExit } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";

const { status } = await runCommand(["tofu", "version"], { cwd: tmpdir(), env: process.env });

const yaml = `
name: glrunner
region: us-west-2
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token", compute: fargate, concurrent: 50 }
addons: { karpenter: { enabled: false } }
`;

describe.skipIf(!canEmulate || status !== 0)("OpenTofu", () => {
  it.each(["terraform", "tofu"])("deploys and destroys everything: %s", async (program) => {
    const { PATH, HOME } = process.env;
    const { stdout } = await expectExit(
      0,
      runCommand(["npm", "run", "--silent", "demo", "--", "--json"], {
        cwd: process.cwd(),
        env: { PATH, HOME, GLRUNNER_TERRAFORM: program },
        timeoutMs: 1_800_000,
      }),
    );
    expect(JSON.parse(stdout)).toMatchObject({ left: { aws: [], cluster: [] } });
  });

  it("uses the state of Terraform without a change, and Terraform can use it again", async () => {
    await withEmulator({}, async (emulator) => {
      const project = createProject(emulator, yaml);
      const folder = project.stackFolder("vpc");
      const run = (program: string, ...args: string[]) =>
        runCommand([program, ...args, "-no-color"], { cwd: folder, env: project.env, timeoutMs: 900_000 });
      const provider = async () => {
        const { stdout } = await expectExit(0, run("tofu", "state", "pull"));
        return [...new Set([...stdout.matchAll(/provider\[\\"([^"\\]+)\\"\]/g)].map(([, name]) => name))];
      };
      await expectExit(0, run("terraform", "init"));
      await expectExit(0, run("terraform", "apply", "-auto-approve"));
      expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toContain("registry.terraform.io/");
      await expectExit(0, run("tofu", "init"));
      await expectExit(0, run("tofu", "plan", "-detailed-exitcode"));
      await expectExit(0, run("tofu", "apply", "-auto-approve"));
      expect(await provider()).toEqual([
        "registry.opentofu.org/hashicorp/aws",
        "terraform.io/builtin/terraform",
      ]);
      await expectExit(0, run("terraform", "init", "-upgrade"));
      await expectExit(0, run("terraform", "plan", "-detailed-exitcode"));
    });
  });
});
