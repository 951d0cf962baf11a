import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modulePins } from "../../../modules/pins";
import { startModules, type EmulatedModules } from "../../../src/emulator/modules";
import { git } from "../../../src/clients/system/git";

describe("the modules of the emulator", () => {
  let folder: string;
  let modules: EmulatedModules;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "glr-modules-"));
    modules = await startModules(join(folder, "modules"));
  });
  afterAll(async () => {
    await modules.stop();
    rmSync(folder, { recursive: true });
  });

  const packed = async (source: string, version: string) => {
    const download = `${modules.registryUrl}${source}/${version}/download`;
    const { headers } = await fetch(download);
    const archive = await fetch(new URL(headers.get("X-Terraform-Get") ?? "", download));
    const input = gunzipSync(Buffer.from(await archive.arrayBuffer()));
    return execFileSync("tar", ["-tf", "-"], { input, encoding: "utf8" }).trim().split("\n");
  };

  it("come from the registry at their pinned versions, the submodules with the package", async () => {
    expect(await packed(modulePins.vpc.source, "4.0.2")).toEqual(["main.tf.json"]);
    expect((await packed(modulePins.eks.source, "19.21.0")).sort()).toEqual([
      "main.tf.json",
      "modules/eks-managed-node-group/main.tf.json",
      "modules/fargate-profile/main.tf.json",
      "modules/karpenter/main.tf.json",
      "modules/kms/main.tf.json",
    ]);
    expect(modulePins["eks-karpenter"].source).toBe(`${modulePins.eks.source}//modules/karpenter`);
    expect(modulePins["eks-karpenter"].version).toBe("19.21.0");
  });

  it("come from git at the pinned tag", () => {
    const env = { PATH: process.env.PATH, ...modules.environment };
    const remote = git(
      ["ls-remote", "https://github.com/aws-ia/terraform-aws-eks-blueprints.git", "v4.29.0"],
      env,
    );
    expect(remote.ok ? remote.stdout : remote.message).toMatch(/^[0-9a-f]{40}\trefs\/tags\/v4\.29\.0\n$/);
  });

  it.each([
    "terraform-aws-modules/eks/aws/20.0.0/download",
    "terraform-aws-modules/vpc/aws/4.0.1/download",
    "terraform-aws-modules/kms/aws/versions",
    "hashicorp/hashicorp-vault-eks-addon/aws/versions",
  ])("exclude %s", async (path) => {
    expect((await fetch(modules.registryUrl + path)).status).toBe(404);
    expect(modules.requests.at(-1)).toBe(`/v1/modules/${path}`);
  });
});
