/**
 * The whole command line as one file that needs Node and nothing else. Same sources, same bytes. The licences of all
 * that is in it stand at its end.
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
  // Nothing that we write is an archive.
  alias: { archiver: "node:zlib" },
  minify: true,
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

export interface Bundle {
  readonly text: string;
  /** Folders of those of which something is in it, from the project's own. */
  readonly packages: readonly string[];
}

/** @param project the folder that holds `src` */
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
 * A file a command. What one file loads when it is needed, esbuild keeps whole, so that what nobody uses has to be
 * left out before: of the clients of AWS that is more than a megabyte.
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
    // Of functions and classes, for traces and errors.
    keepNames: true,
    metafile: true,
    plugins: [awsSchemas, embedded, withoutStackTraces],
  });
}

async function joined(project: string, parts: string): Promise<string> {
  // What there is to warn of was said before, or is in a package.
  const one = { ...common, format: "cjs", logLevel: "error" } as const satisfies BuildOptions;
  const program = await textOf({
    ...one,
    absWorkingDir: project,
    entryPoints: [join(parts, "main.mjs")],
    // Code that V8 kept of an earlier call cannot import; it can require.
    supported: { "dynamic-import": false },
  });
  // Any Node must understand what stands before the program, so that the guard can say what is missing.
  const start = await textOf({ ...one, absWorkingDir: project, entryPoints: [startFile], target: "node10" });
  return `#!/usr/bin/env node\n${nodeGuard}\n${start}${asComment(program)}\n`;
}

async function textOf(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...options, outfile: fileName, write: false });
  const [built] = outputFiles;
  if (built === undefined) throw new Error(`${fileName} was not built`);
  return built.text;
}
