/**
 * Keeps the code that V8 compiled during a call of the released program, for the next call of the same command. The folder
 * is one that only the user may write to. Node's own compile cache lacks the code that is compiled while a program runs.
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
  /** @returns undefined if there is no code of exactly this program */
  readonly read: () => Buffer | undefined;
  /** Ignores errors such as a full disk: the next call then compiles again. */
  readonly keep: (code: Buffer) => void;
}

/** @returns undefined if Node's variables turn the cache off, or no folder is safe to use */
export function codeCacheFolder(env: Environment): string | undefined {
  // Source of the variables: nodejs.org/api/cli.html (2026-11).
  if ([env.NODE_DISABLE_COMPILE_CACHE, env.NODE_V8_COVERAGE].some((value) => (value ?? "") !== ""))
    return undefined;
  try {
    const chosen = env.NODE_COMPILE_CACHE ?? "";
    const caches = chosen === "" ? cacheFolder(env, env.HOME ?? homedir()) : chosen;
    const folder = join(caches, "compiled");
    // Does not create a home that does not exist.
    if (!existsSync(dirname(caches)) && !existsSync(dirname(dirname(caches)))) return undefined;
    makeFolder(folder, 0o700);
    return [caches, folder].every(isWritableOnlyByUser) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Code that others could write there would run as this user. */
function isWritableOnlyByUser(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Bytes before the code: checksums of program and code, and the program's length. V8 itself checks only the length. */
const headerBytes = 12;

/** The cache of one command. @param word the first word of the command line; an option selects the cache `none` */
export function codeCache(folder: string, word: string | undefined, program: Buffer): CodeCache {
  const command = word !== undefined && /^[a-z]{1,20}$/.test(word) ? word : "none";
  // Node rejects code of another version.
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
