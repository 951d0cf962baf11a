/** Creates a user's project on the emulator: a configuration, its synthesized stacks, and the commands to run on them. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { formatProblems, parseConfig, type Config } from "../../src/config";
import type { Emulator } from "../../src/emulator";
import { runCommand, type CommandResult } from "../../src/clients/system/command";
import { synthesize } from "../../src/stacks";
import { rememberDeployer } from "./allowed-calls";
import { copyProject } from "./project-copy";
import { companyCa } from "./company-ca";
import { parseOptions } from "./synth";

/** The value of every runner token. No file, plan, state, journal or log may contain it. */
export const canary = "glrt-canary-5f2c9a";

/** A project in a folder of its own. */
export interface Project {
  readonly folder: string;
  readonly config: Config;
  /** The names of the stacks, in deploy order. */
  readonly stacks: readonly string[];
  readonly stackFolder: (stack: string) => string;
  /** The environment of every command. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terraform: (stack: string, ...args: string[]) => Promise<CommandResult>;
  readonly cdktf: (...args: string[]) => Promise<CommandResult>;
  /** Returns the same project with other variables in the environment of its commands; undefined removes a variable. */
  readonly as: (more: Readonly<Record<string, string | undefined>>) => Project;
}

/** Waits for a command. @throws Error with stdout and stderr, if the exit code is not `status` */
export async function expectExit(status: number, running: Promise<CommandResult>): Promise<CommandResult> {
  const result = await running;
  if (result.status === status) return result;
  throw new Error(`ended with ${result.status ?? "(a signal)"}\n${result.stdout}\n${result.stderr}`);
}

/** Parses a configuration. @param ca the content of every file that it names. @throws Error if it is refused */
export function parsedYaml(yaml: string, home: string, ca = companyCa): Config {
  const parsed = parseConfig(parse(yaml), {
    ...{ ...parseOptions, home },
    readText: () => ({ ok: true, text: ca }),
  });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.config;
}

/**
 * Copies glrunner to a folder, writes the configuration there, and synthesizes its stacks.
 * @param yaml the configuration; its tokens have the form `env:TF_VAR_...`
 * @param more further variables for the environment of the commands; undefined removes a variable
 * @param ca the content of the file that `gitlabCa` names
 */
export function createProject(
  emulator: Emulator,
  yaml: string,
  more: Readonly<Record<string, string | undefined>> = {},
  ca = companyCa,
): Project {
  const folder = join(emulator.home, "project");
  copyProject(folder);
  writeFileSync(join(folder, "glrunner.yaml"), yaml);
  writeFileSync(join(folder, "company-ca.pem"), ca);
  const config = parsedYaml(yaml, emulator.home, ca);
  rememberDeployer(emulator, config);
  const output = join(folder, "cdktf.out");
  const { stacks } = synthesize(config, output);
  const tokens = Object.fromEntries(
    config.runners.flatMap(({ token }) => {
      const variable = /^env:(.+)$/.exec(token)?.[1];
      return variable === undefined ? [] : [[variable, canary]];
    }),
  );
  const env = { ...emulator.env, ...tokens, CDKTF_OUTPUT: output, CDKTF_OUTDIR: output, ...more };
  const stackFolder = (stack: string) => join(output, "stacks", stack);
  return withEnvironment({ folder, config, stacks, stackFolder }, env);
}

function withEnvironment(
  project: Pick<Project, "folder" | "config" | "stacks" | "stackFolder">,
  env: Project["env"],
): Project {
  const run = (command: readonly [string, ...string[]], cwd: string) =>
    runCommand(command, { cwd, env, timeoutMs: 600_000 });
  return {
    ...project,
    env,
    terraform: (stack, ...args) => run(["terraform", ...args, "-no-color"], project.stackFolder(stack)),
    cdktf: (...args) => run(["npx", "--no-install", "cdktf", ...args], project.folder),
    as: (more) => withEnvironment(project, { ...env, ...more }),
  };
}

/** Returns the JSON of a stack that Terraform reads. */
export function stackJson(project: Project, stack: string): string {
  return readFileSync(join(project.stackFolder(stack), "cdk.tf.json"), "utf8");
}

/** Returns the paths of the files below a folder that contain `text`, as plain text or in Base64. */
export function filesContaining(folder: string, text: string): string[] {
  const needles = [text, Buffer.from(text).toString("base64")].map((form) => Buffer.from(form));
  return filesBelow(folder).filter((path) => needles.some((needle) => readFileSync(path).includes(needle)));
}

/**
 * Returns all files below a folder. It does not follow links such as `node_modules`. The `recursive` option of `readdir`
 * follows links in Node 24 but not in Node 20.
 */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const stateSchema = z.object({ resources: z.array(z.object({ mode: z.string() })) });

/** Returns the number of managed resources in a local state file. */
export function managedResourceCount(stateFile: string): number {
  const { resources } = stateSchema.parse(JSON.parse(readFileSync(stateFile, "utf8")));
  return resources.filter(({ mode }) => mode === "managed").length;
}
