import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installProgram, type InstallOptions } from "../../src/bootstrap/install-program";
import { releases } from "../../src/bootstrap/releases";
import { archive } from "./archive";

const program = '#!/bin/sh\necho "$@"\n';
const sumOf = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
const recorded = [
  "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  "268000fca5c61021c6396893d9483007ba589ad9d0aaccbd7dfa8c78bf7dbe23",
];

describe("a program to install", () => {
  let folder: string;
  let target: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-bring-"));
    target = join(folder, "bin");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const given = (content: string | Buffer) => {
    const file = join(folder, "given");
    writeFileSync(file, content);
    return file;
  };
  const terraform = (options: Partial<InstallOptions>) =>
    installProgram({
      program: "terraform",
      platform: "linux_amd64",
      folder: target,
      env: process.env,
      ...options,
    });
  const left = () =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name !== "given");

  it("is installed from a file with the right checksum, and runs", async () => {
    const file = given(program);
    expect(await terraform({ file, checksum: sumOf(program).toUpperCase() })).toEqual({
      ok: true,
      from: file,
      // It says none of its own, and the checksum is not the recorded release's.
      version: undefined,
    });
    expect(readFileSync(join(target, "terraform"), "utf8")).toBe(program);
    expect(statSync(join(target, "terraform")).mode & 0o777).toBe(0o755);
    expect(left()).toEqual(["bin", "bin/terraform"]);
  });

  it("with a given checksum has the version that it prints", async () => {
    const other =
      "#!/bin/sh\necho 'Terraform v1.13.0'\necho 'Your version of Terraform is out of date! The latest is 1.14.2.'\n";
    const brought = await terraform({ file: given(other), checksum: sumOf(other) });
    expect(brought).toMatchObject({ ok: true, version: "1.13.0" });
  });

  it("is unpacked from its archive", async () => {
    const zip = archive({ "LICENSE.txt": "free", terraform: program }, 8);
    expect(await terraform({ file: given(zip), checksum: sumOf(zip) })).toMatchObject({ ok: true });
    expect(readFileSync(join(target, "terraform"), "utf8")).toBe(program);
  });

  it("leaves nothing behind if the given checksum differs", async () => {
    const file = given(program);
    expect(await terraform({ file, checksum: "0".repeat(64) })).toEqual({
      ok: false,
      message: `${file} has SHA-256 ${sumOf(program)}, not ${"0".repeat(64)}: it was not installed`,
      fix: "use terraform 1.11.4 for linux_amd64 from https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip",
    });
    expect(left()).toEqual([]);
  });

  it("leaves nothing behind if the recorded checksum differs", async () => {
    const file = given(program);
    expect(await terraform({ file })).toMatchObject({
      ok: false,
      message: `${file} has SHA-256 ${sumOf(program)}, not ${recorded.join(" or ")}: it was not installed`,
    });
    expect(left()).toEqual([]);
  });

  it("is not downloaded without a recorded checksum", async () => {
    expect(await terraform({ platform: "linux_riscv64", mirror: "http://127.0.0.1:1" })).toEqual({
      ok: false,
      message: "the SHA-256 of terraform 1.11.4 for linux_riscv64 is not recorded",
      fix: "pass the SHA-256 from https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_SHA256SUMS as --checksum",
    });
    expect(await terraform({ program: "kubectl", platform: "linux_riscv64" })).toMatchObject({
      fix: "put https://dl.k8s.io/release/v1.35.0/bin/linux/riscv64/kubectl on PATH; its SHA-256 is at https://dl.k8s.io/release/v1.35.0/bin/linux/riscv64/kubectl.sha256",
    });
  });

  it("leaves nothing behind if it does not run on this machine", async () => {
    const broken = "#!/bin/sh\nexit 3\n";
    const file = given(broken);
    expect(await terraform({ file, checksum: sumOf(broken) })).toEqual({
      ok: false,
      message: `terraform from ${file} does not run in ${target}: it was not installed`,
      fix: `use a file for linux_amd64; if ${target} is on a file system without programs (noexec), set another --workspace`,
    });
    expect(left()).toEqual(["bin"]);
  });

  it("is refused if its archive holds another program", async () => {
    const zip = archive({ tofu: program }, 0);
    const file = given(zip);
    expect(await terraform({ file, checksum: sumOf(zip) })).toMatchObject({
      message: `${file} holds no terraform`,
    });
    expect(left()).toEqual([]);
  });

  it("is downloaded from the publisher's path on a mirror", async () => {
    const zip = archive({ terraform: program }, 8);
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.statusCode = url === "/m/terraform/1.11.4/terraform_1.11.4_linux_arm64.zip" ? 200 : 404;
      response.end(zip);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const mirror = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/m/`;
    try {
      const options = { mirror, platform: "linux_arm64", checksum: sumOf(zip) };
      expect(await terraform(options)).toMatchObject({ ok: true });
      expect(readFileSync(join(target, "terraform"), "utf8")).toBe(program);
      expect(await terraform({ ...options, program: "kubectl", env: {} })).toEqual({
        ok: false,
        message: `${mirror}release/v1.35.0/bin/linux/arm64/kubectl answered with status 404`,
        fix: "pass a mirror that has it with --mirror URL, or download it elsewhere and put kubectl on PATH",
      });
      expect(asked).toEqual([
        "/m/terraform/1.11.4/terraform_1.11.4_linux_arm64.zip",
        "/m/release/v1.35.0/bin/linux/arm64/kubectl",
      ]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

it("every recorded checksum is a SHA-256", () => {
  const sums = Object.values(releases).flatMap((release) => Object.values(release.sums).flat());
  expect(sums.filter((sum) => !/^[0-9a-f]{64}$/.test(sum))).toEqual([]);
  expect(new Set(sums).size).toBe(13);
});
