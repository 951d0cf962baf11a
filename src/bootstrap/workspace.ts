/**
 * Where everything goes that can be had again: programs, providers, modules, npm's cache and the synthesized stacks,
 * off the home; and the variables that lead a shell there.
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
  /** What a shell must set. */
  readonly environment: Readonly<Record<string, string>>;
}

export function defaultWorkspace(): string {
  return join(tmpdir(), `glrunner-${userName()}`);
}

/** @param config the configuration of every command that follows */
export function workspaceIn(folder: string, env: Environment, config: string): Workspace {
  const programs = join(folder, "bin");
  const paths = callersPaths(env).filter((path) => path !== "" && path !== programs);
  const cache = join(folder, "cache");
  const stacks = join(folder, "cdktf.out");
  return {
    folder,
    programs,
    environment: {
      PATH: [programs, ...paths].join(delimiter),
      // The run keeps providers and modules there.
      XDG_CACHE_HOME: cache,
      // Settings of Terraform and of the cdktf command line; the second as in a run.
      TF_PLUGIN_CACHE_DIR: join(cacheFolder({ XDG_CACHE_HOME: cache }, folder), "providers"),
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
      npm_config_cache: join(cache, "npm"),
      // Else cdktf fetches every provider once more, to write down its checksums.
      CDKTF_SKIP_PROVIDER_LOCK: "true",
      CDKTF_OUTDIR: stacks,
      CDKTF_OUTPUT: stacks,
      GLRUNNER_CONFIG: config,
    },
  };
}

/** Without those that npm puts before them for the time of its script. */
function callersPaths({ PATH = "", npm_lifecycle_event: script }: Environment): readonly string[] {
  const paths = PATH.split(delimiter);
  return script === undefined ? paths : paths.filter((path) => !/[\\/](\.bin|node-gyp-bin)$/.test(path));
}

/**
 * @returns what was not there
 * @throws when another user could put programs there
 */
export function makeFolders({ folder, programs, environment }: Workspace): readonly string[] {
  const made = madeForOwner(folder);
  // Also for a new folder: another user may have replaced it in between.
  if (!ownsFolder(folder)) {
    throw new Error(
      `${folder} is no folder that you alone may write to: remove it, or name another --workspace`,
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

/** Does not check for it first: in a folder that all users may write to, another user could create it in between. */
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

/**
 * `glrunner` as a program, for every way it was started.
 * @param command what starts it
 * @returns whether it had to be written
 */
export function writeCommand({ programs }: Workspace, command: readonly string[]): boolean {
  const file = join(programs, "glrunner");
  const text = `#!/bin/sh\nexec ${command.map(shellWord).join(" ")} "$@"\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return true;
}
