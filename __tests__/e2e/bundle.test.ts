/**
 * The released file needs only Node: no `node_modules`, sources, home folder or shell. Its output equals that of the sources
 * byte for byte, and the npm package contains this file.
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { olderNode } from "../support/older-node";
import { expectExit } from "../support/project";
import { copyProject } from "../support/project-copy";
import { filesIn } from "../support/synth";
import { run } from "../../src/cli";
import { temporaryHome } from "../../src/emulator/home";
import { runCommand } from "../../src/clients/system/command";

const findingsSchema = z.object({ findings: z.array(z.object({ id: z.string(), level: z.string() })) });

describe("the released file", () => {
  const { work, env, remove } = temporaryHome();
  const project = join(work, "project");
  const dist = join(project, "dist");
  const alone = join(work, "alone");
  const empty = join(work, "empty");
  /** An environment without modules, without files in the home folder and without programs in the PATH. */
  const bareEnv = { HOME: empty, NODE_PATH: "", PATH: empty };

  /** Runs the released file and returns its stdout. */
  async function runReleased(...args: string[]): Promise<string> {
    const started = [process.execPath, "glrunner.cjs", ...args] as const;
    return (await expectExit(0, runCommand(started, { cwd: alone, env: bareEnv }))).stdout;
  }

  /** Runs the same command from the sources and returns its stdout. */
  async function runSources(...args: string[]): Promise<string> {
    const out: string[] = [];
    await run(args, bareEnv, { out: (text) => out.push(text), err: () => undefined, interactive: false });
    return out.join("");
  }

  beforeAll(async () => {
    for (const folder of [project, alone, empty]) mkdirSync(folder);
    copyProject(project);
    await expectExit(0, runCommand(["npm", "run", "--silent", "release"], { cwd: project, env }));
    copyFileSync(join(dist, "glrunner.cjs"), join(alone, "glrunner.cjs"));
    copyFileSync("glrunner.yaml", join(alone, "glrunner.yaml"));
    copyFileSync("examples/tutorial.yaml", join(alone, "tutorial.yaml"));
  });
  afterAll(remove);

  it("is at most 3.5 MB large and matches its checksum", () => {
    expect(statSync(join(alone, "glrunner.cjs")).size).toBeLessThanOrEqual(3.5 * 1024 * 1024);
    const digest = createHash("sha256")
      .update(readFileSync(join(alone, "glrunner.cjs")))
      .digest("hex");
    expect(readFileSync(join(dist, "glrunner.cjs.sha256"), "utf8")).toBe(`${digest}  glrunner.cjs\n`);
  });

  it("comes with the other files of a release, and SHA256SUMS lists all of them", async () => {
    const sums = readFileSync(join(dist, "SHA256SUMS"), "utf8");
    expect(sums.match(/(?<= {2})\S+/g)).toEqual([
      "glrunner.cjs",
      "glrunner.cjs.sha256",
      "glrunner.cdx.json",
      "bootstrap.sh",
      "Containerfile",
      "RELEASE_NOTES.md",
      expect.stringMatching(/^glrunner-[\d.]+\.tgz$/),
    ]);
    const check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"] as const;
    await expectExit(0, runCommand(check, { cwd: dist, env: process.env }));
    expect(readFileSync(join(dist, "RELEASE_NOTES.md"), "utf8")).toContain("### New");
  });

  it("comes with the bootstrap script", () => {
    expect(readFileSync(join(dist, "bootstrap.sh"), "utf8")).toBe(
      readFileSync("src/bootstrap/bootstrap.sh", "utf8"),
    );
  });

  it("contains the licences of the libraries that it bundles", () => {
    const text = readFileSync(join(alone, "glrunner.cjs"), "utf8");
    for (const words of ["Mozilla Public License", "Apache License", "Permission is hereby granted"]) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/^cdktf 0\.21\.0 \(MPL-2\.0\) https:\/\/\S+$/m);
  });

  it("prints the same help and versions as the sources", async () => {
    expect(await runReleased("help")).toBe(readFileSync("help", "utf8"));
    const day = ["versions", "--on", "2026-11-24", "--json"];
    expect(await runReleased(...day)).toBe(await runSources(...day));
  });

  it.each(["glrunner.yaml", "tutorial.yaml"])("synthesizes %s into the folder of cdktf", async (name) => {
    const config = ["--config", join(alone, name)];
    const folder = join(work, `${name}.released`);
    const started = [process.execPath, "glrunner.cjs", "synth", ...config] as const;
    const asCdktf = { cwd: alone, env: { ...bareEnv, CDKTF_OUTDIR: folder } };
    const { stderr } = await expectExit(0, runCommand(started, asCdktf));
    // cdktf calls deprecated functions of Node, but users see no warning.
    expect(stderr).not.toContain("Deprecation");
    await runSources("synth", ...config, "--output", join(work, name));
    const files = filesIn(folder);
    expect(files.has("manifest.json")).toBe(true);
    expect(files).toEqual(filesIn(join(work, name)));
  });

  // This Node is the newest version under test: all other tests of this file run the released file on it.
  describe.each([20, 22].map((major) => ({ major, node: olderNode(major) })))("on Node $major", (older) => {
    it.skipIf(older.node === undefined)("prints help, checks and synthesizes as on this Node", async () => {
      const { node = "", major } = older;
      const on = (...args: readonly string[]) => runCommand([node, ...args], { cwd: alone, env: bareEnv });
      expect((await expectExit(0, on("--version"))).stdout).toMatch(`v${major}.`);
      expect((await expectExit(0, on("glrunner.cjs", "help"))).stdout).toBe(readFileSync("help", "utf8"));
      const folder = join(work, `on-${major}`);
      await expectExit(0, on("glrunner.cjs", "synth", "--config", "tutorial.yaml", "--output", folder));
      await runSources("synth", "--config", "examples/tutorial.yaml", "--output", join(work, `for-${major}`));
      expect(filesIn(folder)).toEqual(filesIn(join(work, `for-${major}`)));
      const check = ["check", "--config", "tutorial.yaml", "--offline", "--json"];
      const { findings } = findingsSchema.parse(
        JSON.parse((await expectExit(1, on("glrunner.cjs", ...check))).stdout),
      );
      // Node 20 no longer receives fixes.
      const level = major < 22 ? "warning" : "ok";
      expect(findings).toContainEqual({ id: "machine.node", level });
    });
  });

  it("caches the compiled code of a command for the user, unless NODE_DISABLE_COMPILE_CACHE is set", async () => {
    const home = join(work, "cached");
    mkdirSync(home);
    const help = async (more: Readonly<Record<string, string>> = {}) => {
      const options = { cwd: alone, env: { ...bareEnv, HOME: home, ...more } };
      const { stdout } = await expectExit(0, runCommand([process.execPath, "glrunner.cjs", "help"], options));
      return stdout;
    };
    const cached = join(home, `.cache/glrunner/compiled/help-${process.version}`);
    const first = await help({ NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(readdirSync(home)).toEqual([]);
    expect([await help(), await help()]).toEqual([first, first]);
    // Later calls use the cached code and do not write it again.
    const { mtimeMs, ino } = statSync(cached);
    expect(await help()).toBe(first);
    expect(statSync(cached)).toMatchObject({ mtimeMs, ino });
  });

  it("contains no dynamic import, because cached code cannot execute one", () => {
    const text = readFileSync(join(alone, "glrunner.cjs"), "utf8");
    expect(text).toContain('require("node:http")');
    expect(text.match(/\bimport\(["'`]/g)).toBeNull();
  });

  it("loads neither the AWS clients nor the emulator for help and synth", async () => {
    const built = await build({
      ...{
        entryPoints: ["src/cli/main.ts"],
        bundle: true,
        platform: "node",
        alias: { archiver: "node:zlib" },
      },
      ...{ format: "esm", splitting: true, outdir: "parts", write: false, metafile: true, logLevel: "error" },
    });
    const { outputs } = built.metafile;
    /** Returns the sources that Node loads with an entry point. A dynamic import is in another chunk. */
    const loadedWith = (source: string) => {
      const chunks = new Set(Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === source));
      for (const name of chunks)
        for (const { path, kind } of outputs[name]?.imports ?? [])
          if (kind === "import-statement") chunks.add(path);
      return [...chunks].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
    };
    const heavy = /@aws-sdk|@smithy|src\/emulator\//;
    expect(loadedWith("src/cli/actions/check.ts").filter((path) => heavy.test(path))).not.toEqual([]);
    for (const source of ["src/cli/main.ts", "src/cli/actions/synth.ts"]) {
      expect(loadedWith(source)).toContain(source);
      expect(loadedWith(source).filter((path) => heavy.test(path))).toEqual([]);
    }
  });

  it("writes the same configuration and schema as the sources", async () => {
    mkdirSync(join(work, "init"));
    const options = ["init", "--preset", "standard", "--yes", "--output"];
    await runReleased(...options, "ci.yaml");
    await runSources(...options, join(work, "init/ci.yaml"));
    for (const file of ["ci.yaml", "glrunner.schema.json"]) {
      expect(readFileSync(join(alone, file), "utf8")).toBe(readFileSync(join(work, "init", file), "utf8"));
    }
  });

  it("reports the same check findings as the sources", async () => {
    const check = ["check", "--config", join(alone, "glrunner.yaml"), "--offline", "--json"];
    const running = [process.execPath, "glrunner.cjs", ...check] as const;
    const { stdout } = await expectExit(1, runCommand(running, { cwd: alone, env: bareEnv }));
    const { findings } = findingsSchema.parse(JSON.parse(stdout));
    expect(findings).toContainEqual({ id: "machine.terraform", level: "error" });
    expect(findings).toEqual(findingsSchema.parse(JSON.parse(await runSources(...check))).findings);
  });

  it("is installed as a package without dependencies and without install scripts", async () => {
    const user = { cwd: empty, env: { ...env, HOME: empty } };
    const [tarball = ""] = readdirSync(dist).filter((name) => name.endsWith(".tgz"));
    const options = ["--offline", "--no-audit", "--no-fund"];
    await expectExit(0, runCommand(["npm", "install", ...options, join(dist, tarball)], user));
    const modules = join(empty, "node_modules");
    expect(readdirSync(modules).filter((name) => !name.startsWith("."))).toEqual(["glrunner"]);
    expect(readdirSync(join(modules, "glrunner")).sort()).toEqual([
      "LICENSE",
      "README.md",
      "glrunner.cjs",
      "package.json",
    ]);
    const manifest: unknown = JSON.parse(readFileSync(join(modules, "glrunner/package.json"), "utf8"));
    expect(manifest).not.toHaveProperty("dependencies");
    expect(manifest).not.toHaveProperty("scripts");
    expect(manifest).not.toHaveProperty("private");
    const { stdout } = await expectExit(0, runCommand(["npx", "--no-install", "glrunner", "help"], user));
    expect(stdout).toBe(readFileSync("help", "utf8"));
  });
});
