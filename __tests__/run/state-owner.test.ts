import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes, run } from "../../src/cli";
import { planningTerraform } from "../support/planning-terraform";

/** Of a cluster, as its stage leaves it. */
const stateOf = (cluster: string, region = "us-west-2") =>
  JSON.stringify({
    ...{ version: 4, terraform_version: "1.11.4", serial: 3, lineage: "a", outputs: {} },
    resources: [
      {
        ...{ mode: "managed", type: "aws_vpc", name: "this", module: "module.vpc", provider: "aws" },
        instances: [
          {
            schema_version: 0,
            attributes: {
              arn: `arn:aws:ec2:${region}:111111111111:vpc/vpc-1`,
              tags: { "glrunner/cluster": cluster },
            },
          },
        ],
      },
    ],
  });

describe("two configurations with the same place for their state", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    mkdirSync(join(folder, "shared"));
    file = join(folder, "shared/vpc.tfstate");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The second configuration, with a Terraform that would plan and destroy whatever it is asked. */
  async function beta(...words: string[]) {
    const config = join(folder, "beta.yaml");
    const state = { backend: "local", directory: join(folder, "shared") };
    writeFileSync(config, JSON.stringify({ name: "beta", region: "us-west-2", state }));
    const PATH = planningTerraform(folder, { format_version: "1.2", resource_changes: [] });
    const text: string[] = [];
    const write = (part: string) => text.push(part);
    const code = await run(
      [...words, "-c", config],
      // The emulator's key: modules are not fetched.
      { PATH, HOME: folder, CDKTF_OUTDIR: join(folder, "out"), AWS_ACCESS_KEY_ID: "loopback" },
      { out: write, err: write, interactive: false },
    );
    return { code, text: text.join("") };
  }

  it.each([
    ["plan", "vpc"],
    ["plan", "eks"],
    ["deploy", "vpc", "--yes", "--allow-loss"],
    ["destroy", "vpc", "--confirm", "beta"],
  ])("refuse each other's state, name both clusters, and plan nothing: %s %s", async (...words) => {
    writeFileSync(file, stateOf("alpha"));
    const { code, text } = await beta(...words);
    expect(code).toBe(exitCodes.failed);
    for (const word of ["alpha", "beta", file, "state.directory"]) expect(text).toContain(word);
    expect(() => readFileSync(join(folder, "calls"))).toThrow();
    expect(readFileSync(file, "utf8")).toBe(stateOf("alpha"));
  });

  it("refuse a state of another Region", async () => {
    writeFileSync(file, stateOf("beta", "eu-west-1"));
    expect((await beta("plan", "vpc")).text).toContain("eu-west-1");
  });

  it("accept their own state", async () => {
    writeFileSync(file, stateOf("beta"));
    expect(await beta("plan", "vpc")).toMatchObject({ code: exitCodes.ok });
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("plan\n");
  });
});
