/**
 * Runs `glrunner emulate` from the released file, as a user does: starts the emulator, uses it in a shell, reads its status,
 * stops it, and starts it again after it was killed.
 */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { providerPins } from "../../modules/pins";
import { findRequirements } from "../../src/emulator/requirements";
import { bundle } from "../../src/release/bundle";
import { runCommand } from "../../src/clients/system/command";

const requirements = await findRequirements();
const upSchema = z.object({ already: z.boolean(), folder: z.string(), pid: z.number() });
const statusSchema = z.object({ running: z.boolean(), elsewhere: z.array(z.string()).optional() });
const contentsSchema = z.object({ contents: z.object({ cluster: z.array(z.unknown()) }) });
const { source, version } = providerPins.kubectl;
const manifest = {
  terraform: { required_providers: { kubectl: { source, version } } },
  resource: {
    kubectl_manifest: { pool: { yaml_body: "kind: NodePool\napiVersion: v1\nmetadata: { name: p }\n" } },
  },
};

describe.skipIf(!requirements.ok)("glrunner emulate", () => {
  const workFolder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const program = join(workFolder, "glrunner.cjs");
  const stack = join(workFolder, "stack");
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: workFolder };
  const command = (extraEnv: Readonly<Record<string, string>>, ...args: string[]) =>
    runCommand([process.execPath, program, "emulate", ...args], {
      cwd: workFolder,
      env: { ...env, ...extraEnv },
    });
  const emulate = (...args: string[]) => command({}, ...args);
  const up = async () => upSchema.parse(JSON.parse((await emulate("up", "--json")).stdout));
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  beforeAll(async () => {
    const { text } = await bundle(process.cwd());
    writeFileSync(program, text);
    mkdirSync(stack);
    writeFileSync(join(stack, "main.tf.json"), JSON.stringify(manifest));
  });
  afterAll(async () => {
    await emulate("down");
    rmSync(workFolder, { recursive: true, force: true });
  });

  it("reports that no emulator runs", async () => {
    expect(await emulate("env")).toMatchObject({
      status: 1,
      stdout: "export GLRUNNER_EMULATOR_FOLDER=none\nfalse\n",
    });
    expect((await emulate("status")).stdout).toContain("No emulator is running.");
    expect(await emulate("down")).toMatchObject({ status: 0, stdout: "No emulator is running.\n" });
  });

  it("starts one emulator and no second one", async () => {
    const first = await up();
    expect(first).toMatchObject({ already: false });
    expect(await up()).toEqual({ ...first, already: true });
  });

  it("directs a shell to the emulator, and reports variables that lead elsewhere", async () => {
    const misleadingEnv = {
      AWS_PROFILE: "real",
      AWS_ENDPOINT_URL_EKS: "https://eks.example.com",
      HTTPS_PROXY: "http://p",
    };
    const settings = (await command(misleadingEnv, "env")).stdout;
    for (const name of Object.keys(misleadingEnv)) expect(settings).toContain(`unset ${name}\n`);
    const script = `eval "$0"; exec "$@"`;
    const inside = (...args: [string, ...string[]]) =>
      runCommand(["sh", "-c", script, settings, ...args], { cwd: stack, env: { ...env, ...misleadingEnv } });
    const shown = await inside("env");
    expect(shown.stdout).toMatch(/^AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(shown.stdout).not.toContain("AWS_PROFILE");
    expect(await inside("terraform", "init")).toMatchObject({ status: 0 });
    expect(await inside("terraform", "apply", "-auto-approve")).toMatchObject({ status: 0 });
    const { stdout } = await inside(process.execPath, program, "emulate", "status", "--json");
    expect(statusSchema.parse(JSON.parse(stdout))).toEqual({ running: true, elsewhere: [] });
    expect(contentsSchema.parse(JSON.parse(stdout)).contents.cluster).toEqual([
      { type: "kubectl_manifest", identity: "NodePool/p" },
    ]);
    const outside = await command(misleadingEnv, "status", "--json");
    expect(statusSchema.parse(JSON.parse(outside.stdout)).elsewhere).toEqual(
      expect.arrayContaining(["AWS_ENDPOINT_URL", "AWS_PROFILE", "HOME", "HTTPS_PROXY"]),
    );
  });

  it("stops the emulator with its processes and removes its files", async () => {
    const { pid, folder } = await up();
    expect(await emulate("down")).toMatchObject({ status: 0 });
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it("starts again after an emulator was killed", async () => {
    const killed = await up();
    process.kill(killed.pid, "SIGKILL");
    expect((await emulate("status")).stdout).toContain("No emulator is running.");
    const next = await up();
    expect(next).toMatchObject({ already: false });
    expect(next.pid).not.toBe(killed.pid);
    expect(await emulate("down")).toMatchObject({ status: 0 });
  });
});
