/** The sources run with the maintained fork of cdktf too, by an alias in the build: nobody is locked in by an archived library. */
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

/** As the build script of package.json, which takes a further alias. */
function synthesized(library: "cdktf" | "cdktn"): readonly unknown[] {
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
    const read = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    // The version of the library, which is no part of what Terraform does.
    return Object.fromEntries(Object.entries(read).filter(([key]) => key !== "//"));
  });
}

it("synthesizes the same JSON with cdktn as with cdktf, stage by stage", () => {
  const stages = synthesized("cdktf");
  expect(stages).toHaveLength(4);
  for (const stage of stages) expect(stage).toHaveProperty("terraform.required_providers");
  expect(synthesized("cdktn")).toEqual(stages);
});
