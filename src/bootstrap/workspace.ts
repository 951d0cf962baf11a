/**
 * The workspace: a folder outside the home for everything that can be downloaded or generated again, such as programs,
 * providers, modules, npm's cache and the synthesized stacks; and the variables that lead a shell to it.
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../clients/system/cache-folder";
import { shellWord } from "../clients/system/shell-word";
import { userName } from "../clients/system/user-name";
import type { Environment } from "../config/environment";
import { makeFolder } from "../clients/system/make-folder";

interface Workspace {
  readonly folder: string;
  readonly programs: string;
  /** The variables that a shell must set. */
  readonly environment: Readonly<Record<string, string>>;
}

export function defaultWorkspace(): string {
  return join(tmpdir(), `glrunner-${userName()}`);
}

/** @param config the configuration of every command that follows */
export function workspaceIn(folder: string, env: Environment, config: string): Workspace {
  const programs = join(folder, "bin");
  const paths = userPaths(env).filter((path) => path !== "" && path !== programs);
  const cache = join(folder, "cache");
  const stacks = join(folder, "cdktf.out");
  return {
    folder,
    programs,
    environment: {
      PATH: [programs, ...paths].join(delimiter),
      // A run keeps providers and modules there.
      XDG_CACHE_HOME: cache,
      // Settings of Terraform and cdktf. A run sets the second one too.
      TF_PLUGIN_CACHE_DIR: join(cacheFolder({ XDG_CACHE_HOME: cache }, folder), "providers"),
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
      npm_config_cache: join(cache, "npm"),
      // Without it, cdktf downloads every provider again to record its checksums.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      CDKTF_OUTDIR: stacks,
      CDKTF_OUTPUT: stacks,
      GLRUNNER_CONFIG: config,
    },
  };
}

/** The user's PATH without the folders that npm adds for its script. */
function userPaths({ PATH = "", npm_lifecycle_event: script }: Environment): readonly string[] {
  const paths = PATH.split(delimiter);
  return script === undefined ? paths : paths.filter((path) => !/[\\/](\.bin|node-gyp-bin)$/.test(path));
}

/** Creates the missing folders. @returns them. @throws if another user could put programs into the workspace */
export function makeFolders({ folder, programs, environment }: Workspace): readonly string[] {
  const made = madeForOwner(folder);
  // Checks a new folder too, because another user may have replaced it in between.
  if (!ownsFolder(folder)) {
    throw new Error(
      `${folder} is not a folder that only you may write to: remove it, or name another --workspace`,
    );
  }
  const wanted = [
    programs,
    environment.TF_PLUGIN_CACHE_DIR,
    environment.npm_config_cache,
    environment.CDKTF_OUTDIR,
  ];
  const below = wanted.flatMap((path) => {
    if (path === undefined || existsSync(path)) return [];
    makeFolder(path, 0o700);
    return [path];
  });
  return made ? [folder, ...below] : below;
}

/** Whether it is a folder that only this user may write to. */
export function ownsFolder(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/** Creates the folder without a check before: another user could create it between check and creation. */
function madeForOwner(folder: string): boolean {
  makeFolder(dirname(folder), 0o700);
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Writes a program `glrunner` that starts this glrunner. @param command its command line. @returns whether it changed */
export function writeCommand({ programs }: Workspace, command: readonly string[]): boolean {
  const file = join(programs, "glrunner");
  const text = `#!/bin/sh\nexec ${command.map(shellWord).join(" ")} "$@"\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return true;
}
