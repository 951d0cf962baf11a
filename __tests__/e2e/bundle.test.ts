/** What CloudShell gets: one file that needs Node and nothing else, no `node_modules`, no Terraform, no shell. */
import { copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyProject } from "../support/project-copy";
import { runCommand } from "../../src/run/command";
import { temporaryHome } from "../../src/emulator/home";

describe("the bundled file", () => {
  const { home, work, env, remove } = temporaryHome({});
  const alone = join(work, "alone");

  beforeAll(async () => {
    const project = join(work, "project");
    copyProject(project);
    const build = await runCommand(["npm", "run", "--silent", "build"], { cwd: project, env });
    if (build.status !== 0) throw new Error(build.stderr);
    mkdirSync(alone);
    copyFileSync(join(project, "dist/main.js"), join(alone, "main.js"));
    copyFileSync("glrunner.yaml", join(alone, "glrunner.yaml"));
  });
  afterAll(remove);

  it("synthesizes by itself", async () => {
    const options = { cwd: alone, env: { HOME: home, PATH: join(work, "nothing") } };
    expect(await runCommand([process.execPath, "main.js"], options)).toMatchObject({ status: 0 });
    expect(readdirSync(join(alone, "cdktf.out/stacks")).sort()).toEqual(["addons", "eks", "runners", "vpc"]);
  });

  it("is no larger than 3 MB", () => {
    expect(statSync(join(alone, "main.js")).size).toBeLessThanOrEqual(3_000_000);
  });
});
