/**
 * Explains unexpected errors of the operating system, such as a read-only folder, a deleted working directory or a full
 * disk. Without it a user would read only `EROFS`.
 */

interface SystemProblem {
  /** The system's name of the error, such as `EROFS`. It is stable. */
  readonly code: string;
  /** What happened, with the path. */
  readonly message: string;
  /** The one next step. */
  readonly fix: string;
}

/** Keyed by the code of the error. Source: man 3 errno, Linux man-pages 6.9. */
export const systemErrors: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  EACCES: ["the system denies access to", "change its permissions, or use another folder"],
  EPERM: [
    "the system does not permit the operation on",
    "change its owner or permissions, or use another folder",
  ],
  EROFS: ["the file system is read-only at", "use a folder that you can write to, such as --output DIR"],
  ENOENT: ["there is no file or folder", "create it, or name another one"],
  ENOTDIR: ["a part of the path is not a folder:", "name a path whose parents are folders"],
  EISDIR: ["there is a folder where a file is expected:", "name a file"],
  EEXIST: ["there is already a file or folder", "move it away, or name another one"],
  ENOSPC: ["the disk is full at", "free some space, then run the same command again"],
  EDQUOT: ["the disk quota is used up at", "free some space, then run the same command again"],
  EMFILE: [
    "too many files are open while opening",
    "raise the limit with `ulimit -n`, then run the same command again",
  ],
  ENAMETOOLONG: ["the path is too long:", "use shorter names"],
  ELOOP: ["symbolic links form a circle at", "fix the links, or name another path"],
};

const textOf = (error: Error, name: "code" | "path" | "syscall"): string | undefined => {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
};

/** @returns undefined if the table does not explain the error */
export function systemProblem(error: unknown): SystemProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = textOf(error, "code");
  if (code === undefined) return undefined;
  if (code === "ENOENT" && textOf(error, "syscall") === "uv_cwd") {
    return {
      code,
      message: "the working directory was deleted",
      fix: "change into a folder that exists, such as `cd ~`, then run the same command again",
    };
  }
  const explained = Object.hasOwn(systemErrors, code) ? systemErrors[code] : undefined;
  if (explained === undefined) return undefined;
  const [what, fix] = explained;
  return { code, message: `${what} ${textOf(error, "path") ?? "a path that the system does not name"}`, fix };
}
