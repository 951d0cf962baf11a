/**
 * Keeps what V8 compiled of the released program for the next call of the same command, in a folder of the user that
 * nobody else may write. Node's own compile cache has only what is compiled before a program runs; this one has what ran.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { cacheFolder } from "../clients/system/cache-folder";
import { makeFolder } from "../clients/system/make-folder";
import type { Environment } from "../config/environment";

/** The compiled code of one command. */
export interface CodeCache {
  /** Undefined when nothing is kept of exactly this program. */
  readonly read: () => Buffer | undefined;
  /** A full disk or a missing right is no error: the next call compiles again. */
  readonly keep: (code: Buffer) => void;
}

/** @returns undefined when Node's variables turn it off, or the folder cannot be made or is not only ours */
export function codeCacheFolder(env: Environment): string | undefined {
  // Source of the variables: nodejs.org/api/cli.html (2026-11).
  if ([env.NODE_DISABLE_COMPILE_CACHE, env.NODE_V8_COVERAGE].some((value) => (value ?? "") !== ""))
    return undefined;
  try {
    const chosen = env.NODE_COMPILE_CACHE ?? "";
    const caches = chosen === "" ? cacheFolder(env, env.HOME ?? homedir()) : chosen;
    const folder = join(caches, "compiled");
    // A home that does not exist is not made.
    if (!existsSync(dirname(caches)) && !existsSync(dirname(dirname(caches)))) return undefined;
    makeFolder(folder, 0o700);
    return [caches, folder].every(isOurs) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** What others can write there would run as this user. */
function isOurs(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Bytes before the code: the sums of program and code, and the program's length, of which V8 checks the last alone. */
const headerBytes = 12;

/** @param word the first of the command line; an option counts as no command */
export function codeCache(folder: string, word: string | undefined, program: Buffer): CodeCache {
  const command = word !== undefined && /^[a-z]{1,20}$/.test(word) ? word : "none";
  // Node refuses the code of another version.
  const path = join(folder, `${command}-${process.version}`);
  const header = (code: Buffer) => {
    const bytes = Buffer.alloc(headerBytes);
    [crc32(program), crc32(code), program.length].forEach((sum, at) => bytes.writeUInt32LE(sum, at * 4));
    return bytes;
  };
  return {
    read: () => {
      if (!existsSync(path)) return undefined;
      try {
        const file = readFileSync(path);
        const code = file.subarray(headerBytes);
        return header(code).equals(file.subarray(0, headerBytes)) ? code : undefined;
      } catch {
        return undefined;
      }
    },
    keep: (code) => {
      const draft = `${path}.${process.pid}`;
      try {
        writeFileSync(draft, Buffer.concat([header(code), code]), { mode: 0o600 });
        renameSync(draft, path);
      } catch {
        rmSync(draft, { force: true });
      }
    },
  };
}
