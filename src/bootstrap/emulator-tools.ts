/**
 * Installs what the emulator needs and this machine lacks: Terraform, the pinned AWS provider, moto, kubectl and the AWS
 * CLI, each with a recorded checksum, in the workspace outside the home. A second start finds what the first installed.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { makeFolder } from "../clients/system/make-folder";
import type { RunCommand } from "../clients/system/command";
import type { Environment } from "../config/environment";
import { findProviderMirror, mirrorVariable, platform } from "../emulator/providers/aws-mirror";
import {
  findRequirements,
  forLife,
  requirementNames,
  type FoundRequirements,
  type Requirement,
} from "../emulator/requirements";
import { providerPins } from "../../modules/pins";
import type { OnBytes } from "./download";
import { installAwsProvider } from "./install-aws-provider";
import {
  installPythonTools,
  pythonPrograms,
  type Installed,
  type PythonProgram,
} from "./install-python-tools";
import { chosenTerraform, installProgram } from "./install-program";
import { pythonRequirements } from "./python-requirements";
import { defaultWorkspace, makeFolders, ownsFolder, workspaceIn } from "./workspace";

/** The variable with the mirror, if --mirror does not set it. */
export const downloadMirrorVariable = "GLRUNNER_MIRROR";

/** One installation, for the progress. */
export interface ToolStep {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** What is installed, with its version. */
  readonly what: string;
}

interface ToolWatcher {
  readonly started: (step: ToolStep) => void;
  readonly bytes: (step: ToolStep, ...progress: Parameters<OnBytes>) => void;
  readonly ended: (step: ToolStep, outcome: Installed, seconds: number) => void;
}

interface ToolOptions {
  readonly env: Environment;
  /** The folder for all programs. @default the workspace of `glrunner bootstrap` */
  readonly workspace?: string;
  /** @default GLRUNNER_MIRROR, else the publishers */
  readonly mirror?: string;
  readonly watcher: ToolWatcher;
  readonly signal?: AbortSignal;
  /** Starts pip and Terraform. Tests script it. @default the real one */
  readonly execute?: RunCommand;
}

/** An installation that failed. */
interface NotInstalled {
  readonly what: string;
  readonly message: string;
  readonly fix: string;
}

export type ToolOutcome =
  | {
      readonly ok: true;
      readonly requirements: FoundRequirements;
      /** Variables that the emulator and its programs need. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly workspace: string; readonly failed: readonly NotInstalled[] };

/** Installs everything that is missing. @throws if another user owns the workspace */
export async function installEmulatorTools(options: ToolOptions): Promise<ToolOutcome> {
  const { env, workspace: folder = defaultWorkspace() } = options;
  const before = await findRequirements({ ...env, ...toolEnvironment(env, folder) }, forLife);
  if (before.ok) return { ok: true, requirements: before, environment: toolEnvironment(env, folder) };
  makeFolders(workspaceIn(folder, env, ""));
  const failed = await installAll(before.missing, folder, options);
  const environment = toolEnvironment(env, folder);
  const after = failed.length > 0 ? before : await findRequirements({ ...env, ...environment }, forLife);
  if (after.ok) return { ok: true, requirements: after, environment };
  const unexplained = after.missing.filter(() => failed.length === 0).map(installedButUnusable);
  return { ok: false, workspace: folder, failed: [...failed, ...unexplained] };
}

/**
 * The variables that lead to the programs of an earlier start; none if there are no such programs. Does not use a folder
 * into which another user could have put programs.
 */
export function toolEnvironment(
  env: Environment,
  folder = defaultWorkspace(),
): Readonly<Record<string, string>> {
  if (!ownsFolder(folder)) return {};
  const { programs, environment } = workspaceIn(folder, env, "");
  const places = [programs, emulatorPrograms(folder)].filter((place) => holdsPrograms(place));
  const providers = environment.TF_PLUGIN_CACHE_DIR ?? "";
  const other = findProviderMirror(providerPins.aws, { env, home: env.HOME ?? "" });
  const own = { [mirrorVariable]: providers };
  const found = findProviderMirror(providerPins.aws, { env: own, home: "" });
  return {
    ...(places.length > 0 && { PATH: [...places, ...otherPaths(env, places)].join(delimiter) }),
    ...(other === undefined && found !== undefined && own),
  };
}

function holdsPrograms(place: string): boolean {
  return ["terraform", "tofu", "kubectl", ...Object.keys(pythonPrograms)].some((name) =>
    existsSync(join(place, name)),
  );
}

/**
 * A folder apart from `glrunner bootstrap`, because a deploy to AWS needs a newer AWS CLI than the emulator. Its name depends
 * on the required packages: programs that an older glrunner installed are not used.
 */
function emulatorPrograms(folder: string): string {
  const requirements = createHash("sha256").update(pythonRequirements()).digest("hex").slice(0, 12);
  return join(folder, "emulator", requirements, "bin");
}

function otherPaths({ PATH = "" }: Environment, before: readonly string[]): readonly string[] {
  return PATH.split(delimiter).filter((path) => path !== "" && !before.includes(path));
}

async function installAll(
  missing: readonly Requirement[],
  folder: string,
  options: ToolOptions,
): Promise<readonly NotInstalled[]> {
  const failed: NotInstalled[] = [];
  const installations = installationsOf(missing);
  for (const [index, parts] of installations.entries()) {
    const what = parts.map((part) => requirementNames[part]).join(" and ");
    const step = { number: index + 1, of: installations.length, what };
    const started = performance.now();
    options.watcher.started(step);
    const outcome = await installTogether(parts, folder, options, step);
    options.watcher.ended(step, outcome, (performance.now() - started) / 1000);
    if (!outcome.ok) failed.push({ what, message: outcome.message, fix: outcome.fix });
  }
  return failed;
}

const fromPython = { moto: "moto_server", aws: "aws" } as const satisfies Partial<
  Record<Requirement, PythonProgram>
>;

function isFromPython(requirement: Requirement): requirement is keyof typeof fromPython {
  return requirement in fromPython;
}

/** The requirements of each installation. The Python programs share a virtual environment. */
function installationsOf(missing: readonly Requirement[]): readonly (readonly Requirement[])[] {
  const python = missing.filter(isFromPython);
  return missing
    .filter((each) => !isFromPython(each) || each === python[0])
    .map((each) => (isFromPython(each) ? python : [each]));
}

async function installTogether(
  parts: readonly Requirement[],
  folder: string,
  options: ToolOptions,
  step: ToolStep,
): Promise<Installed> {
  const { signal, watcher, execute, mirror = options.env[downloadMirrorVariable] } = options;
  const onBytes: OnBytes = (...progress) => {
    watcher.bytes(step, ...progress);
  };
  const { programs, environment } = workspaceIn(folder, options.env, "");
  // Includes the programs of the installations before.
  const env = { ...options.env, ...toolEnvironment(options.env, folder) };
  const common = { mirror: mirror === "" ? undefined : mirror, env, signal, onBytes, execute };
  const emulatorBin = emulatorPrograms(folder);
  const emulatorFolder = dirname(emulatorBin);
  makeFolder(emulatorBin);
  const wanted = parts.filter(isFromPython).map((each) => fromPython[each]);
  if (wanted.length > 0)
    return installPythonTools({ ...common, folder: emulatorFolder, programs: emulatorBin, wanted });
  if (parts.includes("terraform"))
    return installProgram({ ...common, program: chosenTerraform(env), platform, folder: programs });
  if (parts.includes("kubectl"))
    return installProgram({ ...common, program: "kubectl", platform, folder: programs });
  if (parts.includes("provider"))
    return installAwsProvider({ ...common, platform, folder: environment.TF_PLUGIN_CACHE_DIR ?? folder });
  return { ok: false, message: "git was not found", fix: "install git: https://git-scm.com/downloads" };
}

/** The failure of a program that was installed and still does not run. */
function installedButUnusable(requirement: Requirement): NotInstalled {
  const what = requirementNames[requirement];
  return { what, message: `${what} was installed, but does not run`, fix: "set TMPDIR to another folder" };
}
