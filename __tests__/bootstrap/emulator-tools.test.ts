import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installEmulatorTools, toolEnvironment, type ToolStep } from "../../src/bootstrap/emulator-tools";
import { pythonRequirements } from "../../src/bootstrap/python-requirements";
import { platform } from "../../src/emulator/providers/aws-mirror";

describe("the tools of the emulator", () => {
  let folder: string;
  let workspace: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-tools-"));
    workspace = join(folder, "w");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const bring = async (mirror?: string) => {
    const told: string[] = [];
    const say =
      (what: string) =>
      (step: ToolStep, ...more: readonly unknown[]) => {
        const [outcome] = more;
        const ok =
          typeof outcome === "object" && outcome !== null && "ok" in outcome ? ` ${String(outcome.ok)}` : "";
        told.push(`${what} ${step.number}/${step.of} ${step.what}${ok}`);
      };
    const outcome = await installEmulatorTools({
      env: { PATH: join(folder, "none"), HOME: folder, GLRUNNER_PROVIDER_MIRROR: join(folder, "none") },
      workspace,
      mirror,
      watcher: { started: say("begin"), bytes: () => undefined, ended: say("end") },
    });
    return { outcome, told };
  };

  it("are installed one after the other, and each failure names its source", async () => {
    const { outcome, told } = await bring("http://127.0.0.1:1/m");
    expect(told).toEqual([
      "begin 1/5 Terraform >= 1.11.0",
      "end 1/5 Terraform >= 1.11.0 false",
      `begin 2/5 AWS provider 5.100.0 (hashicorp/aws, ${platform})`,
      `end 2/5 AWS provider 5.100.0 (hashicorp/aws, ${platform}) false`,
      "begin 3/5 moto 5.2.1 and the AWS CLI",
      "end 3/5 moto 5.2.1 and the AWS CLI false",
      "begin 4/5 git",
      "end 4/5 git false",
      "begin 5/5 kubectl",
      "end 5/5 kubectl false",
    ]);
    const failed = outcome.ok ? [] : outcome.failed;
    expect(failed.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/m\/terraform\/1\.11\.4\/\S+ cannot be fetched/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/m\/terraform-provider-aws\/5\.100\.0\//),
      expect.stringContaining("need Python 3.10"),
      "git was not found",
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/m\/release\/v1\.35\.0\//),
    ]);
  });

  it("are found again by a second start", () => {
    const env = { PATH: "/usr/bin", GLRUNNER_PROVIDER_MIRROR: "/none" };
    expect(toolEnvironment(env, workspace)).toEqual({});
    const providers = join(workspace, "cache/glrunner/providers");
    mkdirSync(join(providers, `registry.terraform.io/hashicorp/aws/5.100.0/${platform}`), {
      recursive: true,
    });
    expect(toolEnvironment(env, workspace)).toEqual({ GLRUNNER_PROVIDER_MIRROR: providers });
    mkdirSync(join(workspace, "bin"));
    writeFileSync(join(workspace, "bin/terraform"), "");
    expect(toolEnvironment(env, workspace)).toEqual({
      PATH: [join(workspace, "bin"), "/usr/bin"].join(delimiter),
      GLRUNNER_PROVIDER_MIRROR: providers,
    });
  });

  it("are installed again after the required packages changed", () => {
    const programs = (requirements: string) => {
      const id = createHash("sha256").update(requirements).digest("hex").slice(0, 12);
      const bin = join(workspace, "emulator", id, "bin");
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, "moto_server"), "");
      return bin;
    };
    const env = { PATH: "/usr/bin", GLRUNNER_PROVIDER_MIRROR: "/none" };
    programs("moto==1.0.0");
    expect(toolEnvironment(env, workspace)).toEqual({});
    const current = programs(pythonRequirements());
    expect(toolEnvironment(env, workspace)).toEqual({ PATH: [current, "/usr/bin"].join(delimiter) });
  });

  it("are not used from a folder that others may write to", () => {
    mkdirSync(join(workspace, "bin"), { recursive: true });
    writeFileSync(join(workspace, "bin/terraform"), "");
    chmodSync(workspace, 0o777);
    expect(toolEnvironment({ PATH: "/usr/bin" }, workspace)).toEqual({});
    const link = join(folder, "link");
    symlinkSync("/usr", link);
    expect(toolEnvironment({ PATH: "/usr/bin" }, link)).toEqual({});
  });
});
