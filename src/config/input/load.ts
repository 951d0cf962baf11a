/** Finds and reads the configuration file: the one place of this folder that touches the disk. */
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { dirname, relative, resolve as resolvePath } from "node:path";
import { readDocument } from "./document";
import { inputLimits } from "./limits";
import { overridePrefix } from "./overrides";
import { parseConfig } from "./parse";
import type { Places } from "./places";
import { readAtMost } from "./read-at-most";
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
  /** What a relative path is relative to. */
  readonly cwd: string;
  /** Checked in place of what the file holds. @default the file is read */
  readonly text?: string;
}

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
  const missing = code === "ENOENT";
  return problem({
    code: missing ? "file-missing" : "file-unreadable",
    path: file,
    message: missing
      ? "the file does not exist"
      : `the file cannot be read${typeof code === "string" ? ` (${code})` : ""}`,
    allowed: "a YAML or JSON file",
    fix: missing
      ? "run `glrunner init`, or name the file with --config or GLRUNNER_CONFIG"
      : "check its permissions, or name another file with --config or GLRUNNER_CONFIG",
  });
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

/** Opens without blocking, since opening a pipe would wait for its writer. */
function readConfig(file: string): string | Problem {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) return notRegular(file);
    return readAtMost(descriptor, inputLimits.fileBytes);
  } finally {
    closeSync(descriptor);
  }
}

/** A file that the configuration names. One that is longer than the limit is cut, so its last certificate is no whole one. */
function textOf(file: string): FileText {
  try {
    const text = readConfig(file);
    return typeof text === "string" ? { ok: true, text } : { ok: false, reason: text.message };
  } catch (error) {
    return { ok: false, reason: unreadable(file, error).message };
  }
}

/** Finds, reads and checks the configuration file. */
export function loadConfig(options: LoadOptions): LoadResult {
  const source = configFile(options);
  let text: string | Problem;
  try {
    text = options.text ?? readConfig(source);
  } catch (error) {
    return { ok: false, problems: [unreadable(source, error)] };
  }
  if (typeof text !== "string") return { ok: false, problems: [text] };
  const near = relative(options.cwd, source);
  const file = near.startsWith("..") ? source : near;
  const document = readDocument(text);
  if (!document.ok) return { ok: false, problems: document.problems.map((each) => ({ ...each, file })) };
  const readText = (path: string) => textOf(resolvePath(dirname(source), path));
  const { places } = document;
  const parsed = parseConfig(document.raw, { ...options, readText, writtenAt: places.writtenAt });
  const at = (problems: readonly Problem[]) => problems.map((each) => located(each, file, places));
  return parsed.ok
    ? { ...parsed, warnings: at(parsed.warnings), source }
    : { ok: false, problems: at(parsed.problems) };
}

/** A value that an environment variable set stands in no file. */
function located(found: Problem, file: string, { placeOf, writtenAt }: Places): Problem {
  const { path, value, message } = found;
  if (message.includes(`(set by ${overridePrefix}`) || path.startsWith(overridePrefix)) return found;
  const written = writtenAt(path, value);
  return { ...found, file, ...placeOf(path), ...(written !== undefined && { written }) };
}
