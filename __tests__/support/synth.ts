/** Synthesizes configurations in memory, and reads the JSON that Terraform would read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { z } from "zod";
import { formatProblems, parseConfig, type Config } from "../../src/config";
import { singleStack, stages } from "../../src/config/stages";
import { buildStacks, synthesize } from "../../src/stacks";

/** The environment in which tests parse configurations. */
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
/** The content of `cdk.tf.json`. */
export type StackJson = z.output<typeof stackSchema>;

/** Parses a configuration. @throws Error if it is refused */
export function configOf(raw: unknown): Config {
  const parsed = parseConfig(raw, parseOptions);
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.config;
}

/** Parses the YAML of a configuration. @throws Error if it is refused */
export function configOfYaml(text: string): Config {
  return configOf(parse(text));
}

/** Returns all files that synthesis writes: path to content. */
export function synthFiles(config: Config): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "glrunner-synth-"));
  try {
    synthesize(config, outdir);
    return filesIn(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Returns all files below a folder: relative path to content. */
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

type Stacks = ReturnType<typeof buildStacks>;

/** Returns the stacks of a configuration as constructs. The folder that cdktf creates for the app is removed. */
export function stacksOf(config: Config): Stacks {
  const outdir = mkdtempSync(join(tmpdir(), "glrunner-synth-"));
  try {
    return buildStacks(new App({ outdir }), config);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

let latest: { readonly key: string; readonly stacks: Stacks } = { key: "", stacks: [] };
const stackTexts = new Map<string, string>();

/** Sorts the keys of objects, as cdktf does in its files. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the JSON of one stack. Each stack is validated and resolved only once per configuration. */
export function stackOf(config: Config, name: string): StackJson {
  const key = JSON.stringify(config);
  const cached = stackTexts.get(`${name} ${key}`);
  if (cached !== undefined) return stackSchema.parse(JSON.parse(cached));
  if (latest.key !== key) latest = { key, stacks: stacksOf(config) };
  const stack = latest.stacks.find(({ node }) => node.id === name);
  if (!stack) throw new Error(`no stack ${name}`);
  stack.runAllValidations();
  const text = JSON.stringify(stack.toTerraform(), sortKeys);
  stackTexts.set(`${name} ${key}`, text);
  return stackSchema.parse(JSON.parse(text));
}

/** Returns the JSON of all stacks by name. */
export function synthStacks(config: Config): Record<string, StackJson> {
  const names = config.layout === "single" ? [singleStack] : stages;
  return Object.fromEntries(names.map((name) => [name, stackOf(config, name)]));
}

/** Returns one block of a stack without the metadata of cdktf. @throws Error if the stack does not have it */
export function blockOf(stack: StackJson, address: string): Record<string, unknown> {
  const [kind = "", first = "", second = ""] = address.split(".");
  const block =
    kind === "module"
      ? stack.module[first]
      : kind === "data"
        ? stack.data[first]?.[second]
        : stack.resource[kind]?.[first];
  if (!block) throw new Error(`no ${address}`);
  return Object.fromEntries(Object.entries(block).filter(([name]) => name !== "//"));
}

/** Returns the value at a path of nested data, or undefined if any part of the path is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = new Map<string, unknown>(Object.entries(current)).get(String(key));
  }
  return current;
}
