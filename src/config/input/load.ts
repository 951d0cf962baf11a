/** Finds and reads the configuration file: the one place of this folder that touches the disk. */
import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import { readDocument } from "./document";
import { parseConfig } from "./parse";
import { problem, type Problem } from "./problems";
import type { Config } from "../config";
import type { Environment } from "../environment";

interface LoadOptions {
  /** The file to read. @default GLRUNNER_CONFIG of the environment, else glrunner.yaml */
  readonly path?: string;
  readonly env: Environment;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly home: string;
  /** What a relative path is relative to. */
  readonly cwd: string;
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
      ? "there is no such file"
      : `the file cannot be read${typeof code === "string" ? ` (${code})` : ""}`,
    allowed: "a YAML or JSON file",
    fix: `name it with --config or GLRUNNER_CONFIG, or write ${defaultFile} here`,
  });
}

export function loadConfig(options: LoadOptions): LoadResult {
  const source = configFile(options);
  let text: string;
  try {
    text = readFileSync(source, "utf8");
  } catch (error) {
    return { ok: false, problems: [unreadable(source, error)] };
  }
  const document = readDocument(text);
  if (!document.ok) return document;
  const parsed = parseConfig(document.raw, options);
  return parsed.ok ? { ...parsed, source } : parsed;
}
