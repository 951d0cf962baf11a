/** Synthesizes a configuration into a folder of its own and gives back what Terraform would read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { formatProblems, parseConfig, type Config } from "../../src/config";
import { synthesize } from "../../src/stacks";

export const parseOptions = { env: {}, today: "2026-11-24", home: "/home/user" } as const;

const attributes = z.record(z.string(), z.unknown());
const blocks = z.record(z.string(), z.record(z.string(), attributes)).default({});
const stackSchema = z.object({
  module: z.record(z.string(), attributes).default({}),
  resource: blocks,
  data: blocks,
  ephemeral: blocks,
  variable: z.record(z.string(), attributes).default({}),
  output: z.record(z.string(), attributes).default({}),
  provider: z.record(z.string(), z.array(attributes)).default({}),
  terraform: z.object({
    backend: z.record(z.string(), attributes),
    required_providers: z.record(z.string(), z.object({ source: z.string(), version: z.string() })),
    required_version: z.string(),
  }),
});
export type StackJson = z.output<typeof stackSchema>;

export function configOf(raw: unknown): Config {
  const parsed = parseConfig(raw, parseOptions);
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.config;
}

export function configOfYaml(text: string): Config {
  return configOf(parse(text));
}

/** File name to content of everything that synthesis writes. */
export function synthFiles(config: Config): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "glrunner-synth-"));
  try {
    synthesize(config, outdir);
    return filesIn(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The same of any folder. */
export function filesIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(folder.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

const stackTexts = new Map<string, readonly (readonly [string, string])[]>();

/** Stack name to its JSON. A configuration that was synthesized before is not synthesized again. */
export function synthStacks(config: Config): Record<string, StackJson> {
  const key = JSON.stringify(config);
  const texts =
    stackTexts.get(key) ?? [...synthFiles(config)].filter(([path]) => path.endsWith("cdk.tf.json"));
  stackTexts.set(key, texts);
  return Object.fromEntries(
    texts.map(([path, text]) => [path.split("/")[1] ?? "", stackSchema.parse(JSON.parse(text))]),
  );
}

export function stackOf(config: Config, name: string): StackJson {
  const stack = synthStacks(config)[name];
  if (!stack) throw new Error(`no stack ${name}`);
  return stack;
}

/** One block of a stack, without cdktf's own comment. */
export function blockOf(stack: StackJson, address: string): Record<string, unknown> {
  const [kind = "", first = "", second = ""] = address.split(".");
  const found =
    kind === "module"
      ? stack.module[first]
      : kind === "data"
        ? stack.data[first]?.[second]
        : stack.resource[kind]?.[first];
  if (!found) throw new Error(`no ${address}`);
  return Object.fromEntries(Object.entries(found).filter(([name]) => name !== "//"));
}

/** What stands at a path of nested data; undefined if anything on the way is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = new Map<string, unknown>(Object.entries(current)).get(String(key));
  }
  return current;
}
