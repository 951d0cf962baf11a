import { mkdtempSync, readdirSync, readFileSync, readlinkSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installPythonTools } from "../../src/bootstrap/install-python-tools";
import { pythonRequirements } from "../../src/bootstrap/python-requirements";
import type { RunCommand } from "../../src/clients/system/command";

describe("moto and the AWS CLI", () => {
  let folder: string;
  let programs: string;
  let ran: string[][];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-moto-"));
    programs = join(folder, "bin");
    mkdirSync(programs);
    ran = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Answers in order; what is not answered succeeds. */
  const install = (
    answers: readonly { status: number; stdout?: string; stderr?: string }[],
    mirror?: string,
  ) => {
    const left = [...answers];
    const execute: RunCommand = (command) => {
      ran.push([...command]);
      const { status, stdout = "", stderr = "" } = left.shift() ?? { status: 0 };
      return Promise.resolve({ status, stdout, stderr });
    };
    return installPythonTools({
      folder,
      programs,
      mirror,
      env: {},
      system: "darwin",
      execute,
      wanted: ["moto_server", "aws"],
    });
  };
  const python = { status: 0, stdout: "3.12\n" };

  it("are installed from PyPI by checksum, and are linked after they ran", async () => {
    expect(await install([python])).toEqual({ ok: true, from: "PyPI" });
    const server = readlinkSync(join(programs, "moto_server"));
    expect(readlinkSync(join(programs, "aws"))).toBe(server.replace("moto_server", "aws"));
    const place = server.replace("/venv/bin/moto_server", "");
    expect(readFileSync(join(place, "requirements.txt"), "utf8")).toBe(pythonRequirements());
    expect(ran.slice(1).map((command) => command.join(" ").replaceAll(place, "."))).toEqual([
      "python3 -m venv ./venv",
      "./venv/bin/python -m pip install --quiet --no-input --no-compile --disable-pip-version-check --no-cache-dir --require-hashes --only-binary :all: --requirement ./requirements.txt",
      "./venv/bin/moto_server --help",
      "./venv/bin/aws --version",
    ]);
  });

  it.each([
    ["https://mirror.example.com/", ["--index-url", "https://mirror.example.com/simple/"]],
    [
      "http://10.0.0.7:8080/m",
      ["--index-url", "http://10.0.0.7:8080/m/simple/", "--trusted-host", "10.0.0.7"],
    ],
  ])("comes from the mirror %s", async (mirror, words) => {
    expect(await install([python], mirror)).toEqual({ ok: true, from: words[1] });
    expect(ran[2]?.slice(-words.length)).toEqual(words);
  });

  it("name the package of this system that installs Python", async () => {
    expect(await install(Array.from({ length: 6 }, () => ({ status: 1 })))).toEqual({
      ok: false,
      message: "moto_server and aws need Python 3.10 or newer with its venv module, and none was found",
      fix: "brew install python",
    });
  });

  it.each<[string, Parameters<typeof install>[0], string]>([
    ["no venv", [python, { status: 1, stderr: "ensurepip is not available" }], "ensurepip is not available"],
    [
      "no network",
      [python, { status: 0 }, { status: 1, stderr: "WARNING: a\nERROR: No matching distribution" }],
      "pip could not install moto_server and aws from PyPI: ERROR: No matching distribution",
    ],
    [
      "no start",
      [python, { status: 0 }, { status: 0 }, { status: 126, stderr: "denied" }],
      "moto_server does not start: denied",
    ],
  ])("leaves nothing when there is %s", async (_, answers, message) => {
    const refused = await install(answers);
    expect(refused.ok ? "" : refused.message).toContain(message);
    expect(readdirSync(folder, { recursive: true })).toEqual(["bin"]);
  });
});

it("every package of moto has one version for each Python, and checksums", () => {
  const entries = pythonRequirements()
    .replaceAll(/^#.*\n/gm, "")
    .trim()
    .split(/\n(?=\S)/);
  expect(entries.length).toBeGreaterThan(20);
  for (const entry of entries) {
    expect(entry).toMatch(/^[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\\n/);
    expect(entry).toMatch(/(\s+--hash=sha256:[0-9a-f]{64}( \\)?)+$/);
  }
  expect(entries.filter((entry) => entry.startsWith("moto=="))).toEqual([
    expect.stringContaining("moto==5.2.1 "),
  ]);
});
