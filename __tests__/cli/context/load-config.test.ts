import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../../src/cli";
import { planningTerraform } from "../../support/planning-terraform";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function warned(...args: string[]): Promise<readonly string[]> {
  const config = join(folder, "glrunner.yaml");
  writeFileSync(config, JSON.stringify({ name: "ci", region: "us-west-2", runners: [] }));
  let err = "";
  const env = {
    ...{ PATH: planningTerraform(folder, {}), HOME: folder, AWS_ACCESS_KEY_ID: "loopback" },
    CDKTF_OUTDIR: join(folder, "out"),
  };
  const terminal = { out: () => undefined, err: (text: string) => void (err += text), interactive: false };
  await run([...args, "-c", config], env, terminal);
  return err.split("\n").filter((line) => line.includes("endpoint-open") || line.includes("whole internet"));
}

describe("the warning of a Kubernetes API that is open to every address", () => {
  it.each([[["plan", "vpc"]], [["deploy", "vpc"]]])("is one line in %j", async (args) => {
    expect(await warned(...args)).toEqual([
      expect.stringMatching(/^warning cluster\.endpoint.*\[endpoint-open\]$/),
    ]);
  });

  it.each(["price", "synth", "status", "policy", "capacity"])("is not printed by %s", async (command) => {
    expect(await warned(command)).toEqual([]);
  });
});
