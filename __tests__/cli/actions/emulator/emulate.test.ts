import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exitCodes } from "../../../../src/cli";
import { runCommand } from "../../../../src/clients/system/command";
import { claimFolder, emulatorFolder, serveControl } from "../../../../src/emulator/control-socket";
import { runCli } from "../../../support/run-cli";

/** POSIX login shells. The tests skip those that this machine lacks. */
const shells = ["sh", "dash", "bash", "zsh", "ksh"];

let place: string;
let server: Server | undefined;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "glr-"));
  vi.stubEnv("TMPDIR", place);
});
afterEach(() => {
  server?.close();
  server = undefined;
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true, force: true });
});

const emulate = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  runCli(["emulate", ...args], { env });

async function running(): Promise<void> {
  const folder = emulatorFolder();
  claimFolder(folder);
  const settings = {
    HOME: join(folder, "home of 'it'"),
    AWS_ACCESS_KEY_ID: "loopback",
    GLRUNNER_EMULATOR_FOLDER: folder,
    GLRUNNER__STATE: "{ backend: local }",
  };
  const contents = () => Promise.resolve({ aws: [], cluster: [] });
  server = await serveControl(
    folder,
    { pid: process.pid, started: "now", settings },
    { "/contents": contents },
  );
}

/** The environment of a shell after `eval` of the text. A command after `&&` leaves a file. */
async function evaluated(shell: string, text: string, env: Readonly<Record<string, string>>) {
  const script = `eval "$0" && touch ${place}/deployed; env`;
  const { PATH } = process.env;
  const result = await runCommand([shell, "-c", script, text], { cwd: place, env: { PATH, ...env } });
  return result.status === undefined ? undefined : result.stdout;
}
const deployed = () => readdirSync(place).includes("deployed");

const astray = {
  GLRUNNER__STATE__DIRECTORY: "/real",
  GLRUNNER__state__backend: "s3",
  GLRUNNER__STA_TE__BUCKET: "real",
  GLRUNNER__NAME: "ci",
  AWS_PROFILE: "real",
  GOOGLE_CREDENTIALS: "real",
};

describe("glrunner emulate env", () => {
  it("unsets every override of the state, in any spelling, in every shell", async () => {
    await running();
    const { code, out } = await emulate(astray, "env");
    expect(code).toBe(exitCodes.ok);
    for (const shell of shells) {
      const shown = await evaluated(shell, out, astray);
      if (shown === undefined) continue;
      const names = shown.split("\n").filter((line) => /^(GLRUNNER|AWS|GOOGLE)/.test(line));
      expect(names.sort()).toEqual([
        "AWS_ACCESS_KEY_ID=loopback",
        `GLRUNNER_EMULATOR_FOLDER=${emulatorFolder()}`,
        "GLRUNNER__NAME=ci",
        "GLRUNNER__STATE={ backend: local }",
      ]);
      expect(shown).toContain(`HOME=${emulatorFolder()}/home of 'it'\n`);
      expect(deployed()).toBe(true);
      rmSync(join(place, "deployed"));
    }
  });

  it("without an emulator, stops the next command and each later run of that shell", async () => {
    const { code, out } = await emulate({}, "env");
    expect(code).toBe(exitCodes.failed);
    for (const shell of shells) {
      const shown = await evaluated(shell, out, {});
      if (shown === undefined) continue;
      expect(shown).toContain("GLRUNNER_EMULATOR_FOLDER=none\n");
      expect(deployed()).toBe(false);
    }
    const config = join(place, "glrunner.yaml");
    writeFileSync(config, JSON.stringify({ name: "ci", region: "us-west-2" }));
    const env = { HOME: place, GLRUNNER_EMULATOR_FOLDER: "none", CDKTF_OUTDIR: join(place, "out") };
    const { code: refused, err } = await runCli(["plan", "-c", config], { env });
    expect(refused).toBe(exitCodes.refused);
    expect(err).toContain("unset GLRUNNER_EMULATOR_FOLDER");
  });

  it.each([["--no-such-option"], ["--to", "x"], ["more"]])(
    "stops the next command after a wrong option or argument: %s",
    async (...args) => {
      await running();
      expect(await emulate({}, "env", ...args)).toMatchObject({ code: exitCodes.refused, out: "false\n" });
    },
  );

  it("executes no variable name, and names the fix for one that no shell can unset", async () => {
    await running();
    const name = `AWS_X;touch ${place}/owned`;
    const { code, out, err } = await emulate({ [name]: "1" }, "env");
    expect(code).toBe(exitCodes.failed);
    expect(err).toContain(`'${name}'`);
    for (const shell of shells) await evaluated(shell, out, { [name]: "1" });
    expect(readdirSync(place)).not.toContain("owned");
    expect(deployed()).toBe(false);
  });
});

describe("glrunner emulate status", () => {
  it("names the overrides that lead to another state", async () => {
    await running();
    const { out } = await emulate({ ...astray, GLRUNNER__STATE: "{ backend: s3 }" }, "status");
    const missing = Object.keys(astray).filter((name) => !out.includes(name));
    expect(missing).toEqual(["GLRUNNER__NAME"]);
    expect(out).toContain("GLRUNNER__STATE,");
  });
});
