/**
 * Installs moto and the AWS CLI into a virtual environment of their own, from PyPI or a mirror of it. pip accepts only the versions and
 * the checksums of `python-requirements.txt`, and only wheels, so that no package runs code while it is installed.
 */
import { mkdtempSync, renameSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runCommand, type RunCommand } from "../clients/system/command";
import type { Environment } from "../config/environment";
import { oldestPython } from "../facts/programs/python-packages";
import { addressOf } from "./download";
import { pythonRequirements } from "./python-requirements";
import { findPython, pythonInstallation } from "./python";

/** A program of the virtual environment, and what shows that it runs. */
export const pythonPrograms = { moto_server: "--help", aws: "--version" } as const;
export type PythonProgram = keyof typeof pythonPrograms;

interface PythonToolsOptions {
  /** Receives the virtual environment. */
  readonly folder: string;
  /** Receives a link to each of the wanted ones, once it has run. */
  readonly programs: string;
  readonly wanted: readonly PythonProgram[];
  /** Holds `simple/` as PyPI does. @default pip's own configuration, else PyPI */
  readonly mirror?: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** @default this one */
  readonly system?: NodeJS.Platform;
  /** Starts the processes. Tests script it. @default the real one */
  readonly execute?: RunCommand;
}

export type Installed =
  | { readonly ok: true; readonly from: string }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** The simple repository API. Source: packaging.python.org/specifications/simple-repository-api */
const indexPath = "simple/";
const timeoutMs = 600_000;
const pipInstall = [
  ...["-m", "pip", "install", "--quiet", "--no-input", "--no-compile", "--disable-pip-version-check"],
  // Its cache would be in the home.
  "--no-cache-dir",
  ...["--require-hashes", "--only-binary", ":all:", "--requirement"],
] as const;

export async function installPythonTools(options: PythonToolsOptions): Promise<Installed> {
  const {
    folder,
    programs,
    wanted,
    mirror,
    env,
    signal,
    system = process.platform,
    execute = runCommand,
  } = options;
  const python = await findPython(env, execute);
  if (python === undefined) {
    return {
      ok: false,
      message: `${wanted.join(" and ")} need Python ${oldestPython} or newer with its venv module, and none was found`,
      fix: pythonInstallation(system),
    };
  }
  const place = mkdtempSync(join(folder, "python-"));
  const run = (...command: readonly [string, ...string[]]) =>
    execute(command, { cwd: place, env, signal, timeoutMs });
  const failed = (message: string, fix: string) => {
    rmSync(place, { recursive: true, force: true });
    return { ok: false, message, fix } as const;
  };
  const venv = join(place, "venv");
  const made = await run(python, "-m", "venv", venv);
  if (made.status !== 0)
    return failed(
      `${python} -m venv failed: ${lastLine(made.stdout + made.stderr)}`,
      pythonInstallation(system),
    );
  const requirements = join(place, "requirements.txt");
  writeFileSync(requirements, pythonRequirements());
  const from = mirror === undefined ? "PyPI" : addressOf(mirror, indexPath);
  const pip = [join(venv, "bin/python"), ...pipInstall] as const;
  const installed = await run(...pip, requirements, ...indexOf(mirror));
  if (installed.status !== 0)
    return failed(
      `pip could not install ${wanted.join(" and ")} from ${from}: ${lastLine(installed.stderr)}`,
      "pass a mirror of PyPI with --mirror URL, or set PIP_INDEX_URL or HTTPS_PROXY for pip",
    );
  for (const program of wanted) {
    const started = await run(join(venv, "bin", program), pythonPrograms[program]);
    if (started.status === 0) continue;
    return failed(
      `${program} does not start: ${lastLine(started.stderr)}`,
      "set TMPDIR to a folder in which programs may run",
    );
  }
  for (const program of wanted) linkProgram(join(venv, "bin", program), programs);
  return { ok: true, from };
}

/** In one go, so that another process finds the whole program or none. */
function linkProgram(file: string, programs: string): void {
  const link = join(mkdtempSync(join(programs, ".link-")), basename(file));
  symlinkSync(file, link);
  renameSync(link, join(programs, basename(file)));
  rmdirSync(dirname(link));
}

/** pip takes an index without TLS only from a trusted host; it checks the hashes in any case. */
function indexOf(mirror: string | undefined): readonly string[] {
  if (mirror === undefined) return [];
  const { protocol, hostname } = new URL(mirror);
  const trusted = protocol === "http:" ? ["--trusted-host", hostname] : [];
  return ["--index-url", addressOf(mirror, indexPath), ...trusted];
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
