/** Finds, reads and checks the configuration file. No other file of this folder reads the disk. */
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { dirname, relative, resolve as resolvePath } from "node:path";
import { readDocument } from "./document";
import { inputLimits } from "./limits";
import { overridePrefix } from "./overrides";
import { parseConfig } from "./parse";
import { readAtMost } from "./read-at-most";
import type { Positions } from "./positions";
import { problem, type Problem } from "./problems";
import type { Config } from "../config";
import type { Environment } from "../environment";
import type { FileText } from "../resolve/gitlab-ca";

interface LoadOptions {
  /** The file to read. @default GLRUNNER_CONFIG of the environment, else glrunner.yaml */
  readonly path?: string;
  readonly env: Environment;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly home: string;
  /** Current directory, for relative paths. */
  readonly cwd: string;
  /** Text to check instead of the file's. @default the file is read */
  readonly text?: string;
}

/** The configuration of a file, or all of its problems. */
export type LoadResult =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly warnings: readonly Problem[];
      /** Absolute path of the file. */
      readonly source: string;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const defaultFile = "glrunner.yaml";

/** `--config`, else GLRUNNER_CONFIG (if not empty), else glrunner.yaml. */
export function configFile({ path, env, cwd }: Pick<LoadOptions, "path" | "env" | "cwd">): string {
  const fromEnvironment = env.GLRUNNER_CONFIG === "" ? undefined : env.GLRUNNER_CONFIG;
  return resolvePath(cwd, path ?? fromEnvironment ?? defaultFile);
}

function unreadable(file: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const given = { path: file, allowed: "a YAML or JSON file" };
  if (code === "ENOENT") {
    const fix = "run `glrunner init`, or name the file with --config or GLRUNNER_CONFIG";
    return problem({ ...given, code: "file-missing", message: "the file does not exist", fix });
  }
  const message = `the file cannot be read${typeof code === "string" ? ` (${code})` : ""}`;
  const fix = "check its permissions, or name another file with --config or GLRUNNER_CONFIG";
  return problem({ ...given, code: "file-unreadable", message, fix });
}

function notRegular(file: string): Problem {
  return problem({
    code: "file-not-regular",
    path: file,
    message: "this is a directory, a device, a pipe or a socket",
    allowed: "a regular file",
    fix: "name a regular file with --config or GLRUNNER_CONFIG",
  });
}

/** Opens the file without blocking, because opening a pipe would wait for its writer. */
function readConfig(file: string): string | Problem {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) return notRegular(file);
    return readAtMost(descriptor, inputLimits.fileBytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a file that the configuration names. A file beyond the limit is cut, so that its last certificate is incomplete. */
function textOf(file: string): FileText {
  try {
    const text = readConfig(file);
    return typeof text === "string" ? { ok: true, text } : { ok: false, reason: text.message };
  } catch (error) {
    return { ok: false, reason: unreadable(file, error).message };
  }
}

/** Never throws: whatever is wrong with the file or its content is a problem. */
export function loadConfig(options: LoadOptions): LoadResult {
  const source = configFile(options);
  let text: string | Problem;
  try {
    text = options.text ?? readConfig(source);
  } catch (error) {
    return { ok: false, problems: [unreadable(source, error)] };
  }
  if (typeof text !== "string") return { ok: false, problems: [text] };
  const fromCwd = relative(options.cwd, source);
  const file = fromCwd.startsWith("..") ? source : fromCwd;
  const document = readDocument(text);
  if (!document.ok) return { ok: false, problems: document.problems.map((found) => ({ ...found, file })) };
  const readText = (path: string) => textOf(resolvePath(dirname(source), path));
  const { positions } = document;
  const parsed = parseConfig(document.raw, { ...options, readText, writtenAt: positions.writtenAt });
  const withFile = (problems: readonly Problem[]) => problems.map((found) => located(found, file, positions));
  return parsed.ok
    ? { ...parsed, warnings: withFile(parsed.warnings), source }
    : { ok: false, problems: withFile(parsed.problems) };
}

/** Adds the position in the file, except to values that an environment variable sets. */
function located(found: Problem, file: string, { positionOf, writtenAt }: Positions): Problem {
  const { path, value, message } = found;
  if (message.includes(`(set by ${overridePrefix}`) || path.startsWith(overridePrefix)) return found;
  const written = writtenAt(path, value);
  return { ...found, file, ...positionOf(path), ...(written !== undefined && { written }) };
}
