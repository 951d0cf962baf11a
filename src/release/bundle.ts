/**
 * Bundles the command line into one file that needs only Node. The same sources give the same bytes. The end of the file
 * has the licences of all included packages.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { oldest } from "../clients/system/required-programs";
import { awsSchemas } from "./aws-schemas";
import { embedded } from "./embedded";
import { nodeGuard } from "./node-guard";
import { licensesOf, packagesIn } from "./licenses";
import { asComment } from "./program-comment";
import { withoutStackTraces } from "./stack-traces";

export const fileName = "glrunner.cjs";
const startFile = "src/release/start.ts";

const common = {
  bundle: true,
  platform: "node",
  target: `node${oldest.node.version}`,
  // esbuild can remove unused code of the AWS clients only from their ES modules.
  mainFields: ["module", "main"],
  // glrunner writes no archives.
  alias: { archiver: "node:zlib" },
  minify: true,
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

export interface Bundle {
  readonly text: string;
  /** The folders of the included packages, relative to the project. */
  readonly packages: readonly string[];
}

/** Builds the file. @param project the folder that holds `src` */
export async function bundle(project: string): Promise<Bundle> {
  const parts = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  try {
    const { metafile } = await split(project, parts);
    const text = await joined(project, parts);
    const packages = packagesIn(metafile);
    return { text: `${text}/*\n${licensesOf(project, packages)}*/\n`, packages };
  } finally {
    rmSync(parts, { recursive: true, force: true });
  }
}

/**
 * The first step: a file for each command, without unused code. In the second step esbuild keeps dynamically imported files
 * whole, which would include more than a megabyte of unused code of the AWS clients.
 */
async function split(project: string, outdir: string): Promise<{ readonly metafile: Metafile }> {
  return build({
    ...common,
    absWorkingDir: project,
    entryPoints: ["src/cli/main.ts"],
    outdir,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    splitting: true,
    // Keeps the names of functions and classes for stack traces and errors.
    keepNames: true,
    metafile: true,
    plugins: [awsSchemas, embedded, withoutStackTraces],
  });
}

/** The second step: joins the files into one program with the code that starts it. */
async function joined(project: string, parts: string): Promise<string> {
  // The first step has printed the warnings.
  const one = { ...common, format: "cjs", logLevel: "error" } as const satisfies BuildOptions;
  const program = await textOf({
    ...one,
    absWorkingDir: project,
    entryPoints: [join(parts, "main.mjs")],
    // Code from V8's cache cannot use import(), but it can use require().
    supported: { "dynamic-import": false },
  });
  // Every Node must understand the code before the program, so that the guard can print the required version.
  const start = await textOf({ ...one, absWorkingDir: project, entryPoints: [startFile], target: "node10" });
  return `#!/usr/bin/env node\n${nodeGuard}\n${start}${asComment(program)}\n`;
}

async function textOf(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, outfile: fileName, write: false });
  const [built] = outputFiles;
  if (built === undefined) throw new Error(`${fileName} was not built`);
  return built.text;
}
