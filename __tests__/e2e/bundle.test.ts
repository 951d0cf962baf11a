/**
 * What is released: one file that needs Node and nothing else, no `node_modules`, no sources, no home, no shell. It
 * answers as the sources do, byte for byte, and the npm package is that file.
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
  /** No folder of modules, nothing at home, no program to start. */
  const nothing = { HOME: empty, NODE_PATH: "", PATH: empty };

  async function released(...args: string[]): Promise<string> {
    const started = [process.execPath, "glrunner.cjs", ...args] as const;
    return (await expectExit(0, runCommand(started, { cwd: alone, env: nothing }))).stdout;
  }

  /** The same from the sources. */
  async function sources(...args: string[]): Promise<string> {
    const out: string[] = [];
    await run(args, nothing, { out: (text) => out.push(text), err: () => undefined, interactive: false });
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

  it("is no larger than 3.5 MB, and is what its checksum says", () => {
    expect(statSync(join(alone, "glrunner.cjs")).size).toBeLessThanOrEqual(3.5 * 1024 * 1024);
    const digest = createHash("sha256")
      .update(readFileSync(join(alone, "glrunner.cjs")))
      .digest("hex");
    expect(readFileSync(join(dist, "glrunner.cjs.sha256"), "utf8")).toBe(`${digest}  glrunner.cjs\n`);
  });

  it("comes with every file of a release, each in SHA256SUMS", async () => {
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

  it("comes with the script that makes a shell ready for it", () => {
    expect(readFileSync(join(dist, "bootstrap.sh"), "utf8")).toBe(
      readFileSync("src/bootstrap/bootstrap.sh", "utf8"),
    );
  });

  it("holds the licences of what is in it", () => {
    const text = readFileSync(join(alone, "glrunner.cjs"), "utf8");
    for (const words of ["Mozilla Public License", "Apache License", "Permission is hereby granted"]) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/^cdktf 0\.21\.0 \(MPL-2\.0\) https:\/\/\S+$/m);
  });

  it("prints the help and the versions", async () => {
    expect(await released("help")).toBe(readFileSync("help", "utf8"));
    const day = ["versions", "--on", "2026-11-24", "--json"];
    expect(await released(...day)).toBe(await sources(...day));
  });

  it.each(["glrunner.yaml", "tutorial.yaml"])("synthesizes %s where cdktf wants it", async (name) => {
    const config = ["--config", join(alone, name)];
    const folder = join(work, `${name}.released`);
    const started = [process.execPath, "glrunner.cjs", "synth", ...config] as const;
    const asCdktf = { cwd: alone, env: { ...nothing, CDKTF_OUTDIR: folder } };
    const { stderr } = await expectExit(0, runCommand(started, asCdktf));
    // Node warns of what cdktf calls, in the first of them.
    expect(stderr).not.toContain("Deprecation");
    await sources("synth", ...config, "--output", join(work, name));
    const files = filesIn(folder);
    expect(files.has("manifest.json")).toBe(true);
    expect(files).toEqual(filesIn(join(work, name)));
  });

  // This Node is the newest one that is tried: every other test of this file starts the released file on it.
  describe.each([20, 22].map((major) => ({ major, node: olderNode(major) })))("on Node $major", (older) => {
    it.skipIf(older.node === undefined)("starts, helps, checks and synthesizes as on this one", async () => {
      const { node = "", major } = older;
      const on = (...args: readonly string[]) => runCommand([node, ...args], { cwd: alone, env: nothing });
      expect((await expectExit(0, on("--version"))).stdout).toMatch(`v${major}.`);
      expect((await expectExit(0, on("glrunner.cjs", "help"))).stdout).toBe(readFileSync("help", "utf8"));
      const folder = join(work, `on-${major}`);
      await expectExit(0, on("glrunner.cjs", "synth", "--config", "tutorial.yaml", "--output", folder));
      await sources("synth", "--config", "examples/tutorial.yaml", "--output", join(work, `for-${major}`));
      expect(filesIn(folder)).toEqual(filesIn(join(work, `for-${major}`)));
      const check = ["check", "--config", "tutorial.yaml", "--offline", "--json"];
      const { findings } = findingsSchema.parse(
        JSON.parse((await expectExit(1, on("glrunner.cjs", ...check))).stdout),
      );
      // Node 20 gets no fixes any more.
      const level = major < 22 ? "warning" : "ok";
      expect(findings).toContainEqual({ id: "machine.node", level });
    });
  });

  it("keeps the compiled code of a command in the user's cache, unless Node's variable says no", async () => {
    const home = join(work, "cached");
    mkdirSync(home);
    const help = async (more: Readonly<Record<string, string>> = {}) => {
      const how = { cwd: alone, env: { ...nothing, HOME: home, ...more } };
      const { stdout } = await expectExit(0, runCommand([process.execPath, "glrunner.cjs", "help"], how));
      return stdout;
    };
    const kept = join(home, `.cache/glrunner/compiled/help-${process.version}`);
    const first = await help({ NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(readdirSync(home)).toEqual([]);
    expect([await help(), await help()]).toEqual([first, first]);
    // The second call took what the first one kept, and had nothing to write.
    const { mtimeMs, ino } = statSync(kept);
    expect(await help()).toBe(first);
    expect(statSync(kept)).toMatchObject({ mtimeMs, ino });
  });

  it("imports nothing while it runs, which kept code cannot do", () => {
    const text = readFileSync(join(alone, "glrunner.cjs"), "utf8");
    expect(text).toContain('require("node:http")');
    expect(text.match(/\bimport\(["'`]/g)).toBeNull();
  });

  it("loads neither the clients of AWS nor the emulator for help and synth", async () => {
    const parts = await build({
      ...{
        entryPoints: ["src/cli/main.ts"],
        bundle: true,
        platform: "node",
        alias: { archiver: "node:zlib" },
      },
      ...{ format: "esm", splitting: true, outdir: "parts", write: false, metafile: true, logLevel: "error" },
    });
    const { outputs } = parts.metafile;
    /** The sources that Node loads together with one: an import that waits for its call is another part. */
    const loadedWith = (source: string) => {
      const found = new Set(Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === source));
      for (const name of found)
        for (const { path, kind } of outputs[name]?.imports ?? [])
          if (kind === "import-statement") found.add(path);
      return [...found].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
    };
    const heavy = /@aws-sdk|@smithy|src\/emulator\//;
    expect(loadedWith("src/cli/actions/check.ts").filter((path) => heavy.test(path))).not.toEqual([]);
    for (const source of ["src/cli/main.ts", "src/cli/actions/synth.ts"]) {
      expect(loadedWith(source)).toContain(source);
      expect(loadedWith(source).filter((path) => heavy.test(path))).toEqual([]);
    }
  });

  it("writes the configuration and the schema that the sources write", async () => {
    mkdirSync(join(work, "init"));
    const answers = ["init", "--preset", "standard", "--yes", "--output"];
    await released(...answers, "ci.yaml");
    await sources(...answers, join(work, "init/ci.yaml"));
    for (const file of ["ci.yaml", "glrunner.schema.json"]) {
      expect(readFileSync(join(alone, file), "utf8")).toBe(readFileSync(join(work, "init", file), "utf8"));
    }
  });

  it("finds what the sources find", async () => {
    const check = ["check", "--config", join(alone, "glrunner.yaml"), "--offline", "--json"];
    const running = [process.execPath, "glrunner.cjs", ...check] as const;
    const { stdout } = await expectExit(1, runCommand(running, { cwd: alone, env: nothing }));
    const { findings } = findingsSchema.parse(JSON.parse(stdout));
    expect(findings).toContainEqual({ id: "machine.terraform", level: "error" });
    expect(findings).toEqual(findingsSchema.parse(JSON.parse(await sources(...check))).findings);
  });

  it("is a package that needs no other and runs nothing when it is installed", async () => {
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
