/**
 * Installs moto and the AWS CLI into a virtual environment, from PyPI or a mirror of it. pip accepts only the versions and
 * checksums of `python-requirements.txt`, and only wheels, so that no package runs code during the installation.
 */
import { mkdtempSync, renameSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runCommand, type RunCommand } from "../clients/system/command";
import type { Environment } from "../config/environment";
import { oldestPython } from "../facts/programs/python-packages";
import { addressOf } from "./download";
import { pythonRequirements } from "./python-requirements";
import { findPython, pythonInstallation } from "./python";

/** Programs of the virtual environment, with the option that shows that they run. */
export const pythonPrograms = { moto_server: "--help", aws: "--version" } as const;
export type PythonProgram = keyof typeof pythonPrograms;

interface PythonToolsOptions {
  /** The folder for the virtual environment. */
  readonly folder: string;
  /** The folder for a link to each wanted program that runs. */
  readonly programs: string;
  readonly wanted: readonly PythonProgram[];
  /** The address of a server with `simple/` as on PyPI. @default pip's own configuration, else PyPI */
  readonly mirror?: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** @default this one */
  readonly system?: NodeJS.Platform;
  /** Starts the processes. Tests script it. @default the real one */
  readonly execute?: RunCommand;
}

/** The outcome of an installation. */
export type Installed =
  | { readonly ok: true; readonly from: string }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** The simple repository API. Source: packaging.python.org/specifications/simple-repository-api */
const indexPath = "simple/";
const timeoutMs = 600_000;
const pipInstall = [
  ...["-m", "pip", "install", "--quiet", "--no-input", "--no-compile", "--disable-pip-version-check"],
  // pip's cache would be in the home.
  "--no-cache-dir",
  ...["--require-hashes", "--only-binary", ":all:", "--requirement"],
] as const;

export async function installPythonTools(options: PythonToolsOptions): Promise<Installed> {
  const { folder, programs, wanted, mirror, env, signal } = options;
  const { system = process.platform, execute = runCommand } = options;
  const python = await findPython(env, execute);
  if (python === undefined) {
    return {
      ok: false,
      message: `${wanted.join(" and ")} need Python ${oldestPython} or newer with its venv module, and none was found`,
      fix: pythonInstallation(system),
    };
  }
  const root = mkdtempSync(join(folder, "python-"));
  const run = (...command: readonly [string, ...string[]]) =>
    execute(command, { cwd: root, env, signal, timeoutMs });
  const failed = (message: string, fix: string) => {
    rmSync(root, { recursive: true, force: true });
    return { ok: false, message, fix } as const;
  };
  const venv = join(root, "venv");
  const made = await run(python, "-m", "venv", venv);
  if (made.status !== 0)
    return failed(
      `${python} -m venv failed: ${lastLine(made.stdout + made.stderr)}`,
      pythonInstallation(system),
    );
  const requirements = join(root, "requirements.txt");
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

/** Creates the link in one step, so that no other process finds half of it. */
function linkProgram(file: string, programs: string): void {
  const link = join(mkdtempSync(join(programs, ".link-")), basename(file));
  symlinkSync(file, link);
  renameSync(link, join(programs, basename(file)));
  rmdirSync(dirname(link));
}

/** The options for the mirror. pip trusts an index without TLS only with --trusted-host; it always checks the hashes. */
function indexOf(mirror: string | undefined): readonly string[] {
  if (mirror === undefined) return [];
  const { protocol, hostname } = new URL(mirror);
  const trusted = protocol === "http:" ? ["--trusted-host", hostname] : [];
  return ["--index-url", addressOf(mirror, indexPath), ...trusted];
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
