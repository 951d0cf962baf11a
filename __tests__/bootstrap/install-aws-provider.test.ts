import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installAwsProvider } from "../../src/bootstrap/install-aws-provider";
import { awsProviderHashes } from "../../src/bootstrap/releases";
import type { RunCommand } from "../../src/clients/system/command";

const path = "/terraform-provider-aws/5.100.0/terraform-provider-aws_5.100.0_linux_arm64.zip";

describe("the AWS provider", () => {
  let folder: string;
  let server: Server;
  let url: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "glr-aws-"));
    server = createServer(({ url: asked }, response) => {
      response.statusCode = asked === path ? 200 : 404;
      response.end("archive");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What Terraform saw, read while it "ran". */
  const seen: Record<string, string> = {};
  const terraform =
    (status: number, stderr = ""): RunCommand =>
    (command, { cwd, env }) => {
      const rc = env.TF_CLI_CONFIG_FILE;
      const text = rc === undefined ? "" : readFileSync(rc, "utf8");
      const mirror = /path = "(.*)"/.exec(text)?.[1] ?? "";
      const archive = join(mirror, "registry.terraform.io/hashicorp/aws", path.split("/").pop() ?? "");
      Object.assign(seen, {
        command: command.join(" "),
        configuration: readFileSync(join(cwd, "main.tf.json"), "utf8"),
        lock: readFileSync(join(cwd, ".terraform.lock.hcl"), "utf8"),
        cache: env.TF_PLUGIN_CACHE_DIR ?? "",
        archive: rc === undefined ? "none" : readFileSync(archive, "utf8"),
      });
      return Promise.resolve({ status, stdout: "", stderr });
    };
  const install = (execute: RunCommand, mirror?: string) =>
    installAwsProvider({ folder, platform: "linux_arm64", mirror, env: {}, execute });

  it("is installed by terraform init with the recorded checksums", async () => {
    expect(await install(terraform(0))).toEqual({ ok: true, from: "registry.terraform.io" });
    expect(seen).toMatchObject({
      command: "terraform init -no-color -input=false",
      configuration:
        '{"terraform":{"required_providers":{"aws":{"source":"registry.terraform.io/hashicorp/aws","version":"5.100.0"}}}}',
      cache: folder,
      archive: "none",
    });
    for (const hash of awsProviderHashes) expect(seen.lock).toContain(`"${hash}"`);
  });

  it("is downloaded from HashiCorp's path on a mirror", async () => {
    expect(await install(terraform(0), url)).toEqual({ ok: true, from: `${url}${path}` });
    expect(seen.archive).toBe("archive");
  });

  it("fails if the mirror lacks it, and if Terraform refuses it", async () => {
    expect(await install(terraform(0), `${url}/other`)).toEqual({
      ok: false,
      message: `${url}/other${path} answered with status 404`,
      fix: `put this archive on the mirror: https://releases.hashicorp.com${path}`,
    });
    const refusal = "│ Error: the cached package\n│ doesn't match any of the checksums";
    const refused = await install(terraform(1, refusal));
    expect(refused.ok ? "" : refused.message).toContain(
      "Error: the cached package doesn't match any of the checksums",
    );
  });
});

it("every recorded checksum is one of Terraform's kinds", () => {
  expect(awsProviderHashes.filter((hash) => !/^(h1:[\w+/]{43}=|zh:[0-9a-f]{64})$/.test(hash))).toEqual([]);
  expect(new Set(awsProviderHashes).size).toBe(29);
});
