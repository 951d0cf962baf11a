import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../../../src/cli";
import { canaries, configToml, tfvars } from "../../../migrate/docker-machine/fleets";
import { initAt } from "../../../support/init";

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "glrunner-runners-"));
  file = join(home, "glrunner.yaml");
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function given(name: string, text: string): string {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
}

const init = (...args: string[]) => initAt(file, { args, env: { HOME: home } });

describe("glrunner init from docker+machine", () => {
  it.each([
    ["--from-runner-config", "config.toml", configToml],
    ["--from-tfvars", "a.tfvars", tfvars],
  ])(
    "%s writes the configuration, lists what is different, and copies no secret",
    async (option, name, text) => {
      const { code, out } = await init(option, given(name, text), "--name", "ci");
      expect(code).toBe(exitCodes.ok);
      const written = readFileSync(file, "utf8");
      expect(written).toContain("name: ci");
      expect(out).toContain("instance type\n");
      for (const canary of Object.values(canaries)) expect(written + out).not.toContain(canary);
    },
  );

  it.runIf(process.platform === "linux")("ends at a file without an end", async () => {
    for (const option of ["--from-runner-config", "--from-tfvars", "--from-state"]) {
      expect((await init(option, "/dev/zero")).code).toBe(exitCodes.refused);
    }
    expect(existsSync(file)).toBe(false);
  });

  it("names the tags that the runner needs in GitLab", async () => {
    const { out } = await init("--from-runner-config", given("config.toml", configToml));
    expect(out).toContain("with the tags docker, large");
  });

  it("needs a Region if the old configuration has none", async () => {
    const path = given("config.toml", '[[runners]]\nname = "a"\n');
    expect((await init("--from-runner-config", path)).code).toBe(exitCodes.refused);
    expect((await init("--from-runner-config", path, "--region", "eu-west-1")).code).toBe(exitCodes.ok);
  });

  it.each([
    ["an option that the file answers", ["--preset", "small"], configToml],
    ["a file that is no TOML", [], "concurrent = ${limit}"],
    ["a file that is too large", [], "#".repeat(1024 * 1024 + 1)],
  ])("refuses %s, and writes nothing", async (_, more, text) => {
    const { code } = await init("--from-runner-config", given("config.toml", text), ...more);
    expect([code, existsSync(file)]).toEqual([exitCodes.refused, false]);
  });
});
