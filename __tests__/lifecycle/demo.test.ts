/** The README's first command, as it is typed: a whole life, and a real state that it must not touch. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/clients/system/command";
import { ends } from "../support/project";
import { canEmulate } from "../support/use-emulator";

describe.skipIf(!canEmulate)("npm run demo", () => {
  it.concurrent("deploys all, destroys all, and leaves a state elsewhere alone", async () => {
    const real = mkdtempSync(join(tmpdir(), "glr-"));
    for (const stage of ["vpc", "eks", "addons", "runners"])
      writeFileSync(join(real, `${stage}.tfstate`), stage);
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, GLRUNNER__STATE__DIRECTORY: real };
    const command = ["npm", "run", "--silent", "demo", "--", "--json"] as const;
    const { stdout, stderr } = await ends(
      0,
      runCommand(command, { cwd: process.cwd(), env, timeoutMs: 1_000_000 }),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      steps: [
        { stack: "vpc", did: "deployed", changes: { add: 24 } },
        { stack: "eks", did: "deployed", changes: { add: 26 } },
        { stack: "addons", did: "deployed", changes: { add: 29 } },
        { stack: "runners", did: "deployed", changes: { add: 7 } },
        { stack: "runners", did: "destroyed", changes: { remove: 7 } },
        { stack: "addons", did: "destroyed", changes: { remove: 29 } },
        { stack: "eks", did: "destroyed", changes: { remove: 26 } },
        { stack: "vpc", did: "destroyed", changes: { remove: 24 } },
      ],
      outputs: { eks: { cluster_name: "glrunner" }, runners: { releases: ["fargate", "spot"] } },
      left: { aws: [], cluster: [] },
    });
    expect(stderr).toContain("Helm        gitlab-runner/fargate, gitlab-runner/spot, karpenter/karpenter");
    for (const file of readdirSync(real).filter((name) => name.endsWith(".tfstate"))) {
      expect(`${readFileSync(join(real, file), "utf8")}.tfstate`).toBe(file);
    }
    rmSync(real, { recursive: true, force: true });
  });
});
