/**
 * The sources also run with cdktn, the maintained fork of cdktf, through an alias in the build: users do not depend on an
 * archived library.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync, type BuildOptions } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { stages as stageNames } from "../../src/config/stages";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "glrunner-cdktn-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Bundles as the build script of package.json does, with the alias for cdktn, and returns the JSON of every stage. */
function synthesize(library: "cdktf" | "cdktn"): readonly unknown[] {
  const home = join(folder, library);
  mkdirSync(home);
  copyFileSync("glrunner.yaml", join(home, "glrunner.yaml"));
  const outfile = join(home, "main.js");
  const alias: BuildOptions["alias"] = {
    archiver: "node:zlib",
    ...(library === "cdktn" && { cdktf: "cdktn" }),
  };
  buildSync({ entryPoints: ["main.ts"], bundle: true, platform: "node", target: "node22", alias, outfile });
  execFileSync(process.execPath, [outfile], {
    cwd: home,
    env: { HOME: folder, CDKTF_OUTDIR: join(home, "out") },
    stdio: "ignore",
  });
  return stageNames.map((stage) => {
    const text = readFileSync(join(home, "out/stacks", stage, "cdk.tf.json"), "utf8");
    const stack = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    // The comment holds the version of the library, which Terraform ignores.
    return Object.fromEntries(Object.entries(stack).filter(([key]) => key !== "//"));
  });
}

it("synthesizes the same JSON with cdktn as with cdktf, stage by stage", () => {
  const stages = synthesize("cdktf");
  expect(stages).toHaveLength(4);
  for (const stage of stages) expect(stage).toHaveProperty("terraform.required_providers");
  expect(synthesize("cdktn")).toEqual(stages);
});
