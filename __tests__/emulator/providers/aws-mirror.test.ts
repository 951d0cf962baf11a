import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findProviderMirror, mirrorVariable, platform } from "../../../src/emulator/providers/aws-mirror";

describe("the provider mirror", () => {
  const aws = { source: "hashicorp/aws", version: "5.100.0" };
  const root = mkdtempSync(join(tmpdir(), "glrunner-mirror-"));
  const packed = join(root, "packed");
  const unpacked = join(root, "below/unpacked");
  const home = join(root, "home");
  const find = (env: Record<string, string> = {}, roots: readonly string[] = []) =>
    findProviderMirror(aws, { env, home, roots });

  beforeAll(() => {
    const base = "registry.terraform.io/hashicorp/aws";
    mkdirSync(join(packed, base), { recursive: true });
    writeFileSync(join(packed, base, `terraform-provider-aws_5.100.0_${platform}.zip`), "");
    mkdirSync(join(unpacked, base, "5.100.0", platform), { recursive: true });
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("is the folder that the environment names, in either layout", () => {
    expect(find({ [mirrorVariable]: packed })).toBe(packed);
    expect(find({ [mirrorVariable]: unpacked })).toBe(unpacked);
  });

  it("is not found if the environment names a folder without the provider", () => {
    expect(find({ [mirrorVariable]: home }, [join(root, "below")])).toBeUndefined();
  });

  it("is found in the plugin cache, in the home folder, and under a root folder", () => {
    expect(find({ TF_PLUGIN_CACHE_DIR: packed })).toBe(packed);
    expect(find({}, [join(root, "below")])).toBe(unpacked);
    expect(find({}, [join(root, "nowhere")])).toBeUndefined();
    mkdirSync(join(home, `.terraform.d/plugins/registry.terraform.io/hashicorp/aws/5.100.0/${platform}`), {
      recursive: true,
    });
    expect(find()).toBe(join(home, ".terraform.d/plugins"));
  });
});
