/**
 * Prepares a machine or a CloudShell for glrunner, or repairs a lost session. Installs only missing programs and writes
 * only below the workspace.
 */
import { existsSync } from "node:fs";
import { programs } from "../check/machine/programs";
import { thisMachine } from "../check/machine/reader";
import type { Finding } from "../check/finding";
import { platform } from "../emulator/providers/aws-mirror";
import { chosenTerraform, installationText, installProgram, type InstallOptions } from "./install-program";
import { readHome, whyLost } from "./home-persistence";
import { makeFolders, workspaceIn, writeCommand } from "./workspace";

interface BootstrapOptions extends Pick<InstallOptions, "mirror" | "checksum" | "env" | "signal"> {
  readonly home: string;
  /** Absolute. */
  readonly workspace: string;
  /** The absolute path of the configuration, which need not exist yet. */
  readonly config: string;
  /** Whether the configuration keeps its state on this machine. @default there is no valid configuration */
  readonly localState?: boolean;
  /** The command line that starts glrunner. */
  readonly command: readonly string[];
  /** A file on this machine with Terraform or its archive. @default download it */
  readonly terraform?: string;
  /** Whether the home outlives the session. @default found out from the file system */
  readonly homeIsKept?: boolean;
  /** @default this one */
  readonly platform?: string;
}

/** A problem and its fix, for the report. */
export interface Problem {
  readonly what: string;
  readonly fix: string;
}

export interface BootstrapResult {
  /** Every program that a deployment starts is installed. */
  readonly ok: boolean;
  readonly workspace: string;
  readonly config: string;
  /** What bootstrap changed, in words. */
  readonly did: readonly string[];
  readonly programs: readonly string[];
  /** Missing programs, without which no deployment works. */
  readonly missing: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly homeIsKept: boolean;
  /** MiB. A disk that cannot be read is left out. */
  readonly free: { readonly home?: number; readonly workspace?: number };
  readonly environment: Readonly<Record<string, string>>;
}

/** What `bootstrap` would do on this machine. */
export interface BootstrapPlan {
  readonly workspace: string;
  /** In words, such as `install terraform 1.11.4 from https://...`. */
  readonly would: readonly string[];
  /** Whether it would install a program. */
  readonly installs: boolean;
  /** Programs that a deployment needs and bootstrap cannot install. */
  readonly missing: readonly Problem[];
}

/** Finds out what `bootstrap` would do. Changes nothing. */
export async function planBootstrap(options: BootstrapOptions): Promise<BootstrapPlan> {
  const { env, config } = options;
  const workspace = workspaceIn(options.workspace, env, config);
  const found = await findPrograms(options, workspace);
  const installations = installationsOf(found, options, workspace.programs);
  return {
    workspace: workspace.folder,
    would: [
      ...(existsSync(workspace.folder) ? [] : [`make ${workspace.folder}`]),
      ...installations.map(([, each]) => `install ${installationText(each)}`),
    ],
    installs: installations.length > 0,
    missing: found
      .filter(
        ({ id, level }) => deployNeeds.includes(level) && !installations.some(([known]) => known === id),
      )
      .map(({ what, fix = "" }) => ({ what, fix })),
  };
}

/** Levels of findings with which no deployment works. */
const deployNeeds: readonly Finding["level"][] = ["error", "unknown"];

/** Prepares the workspace and installs what is missing. @throws if another user owns the workspace */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const { home, env, config } = options;
  const workspace = workspaceIn(options.workspace, env, config);
  const folders = makeFolders(workspace);
  const wrote = writeCommand(workspace, options.command);
  const before = await findPrograms(options, workspace);
  const installed = await installMissing(before, options, workspace.programs);
  const after = installed.did.length > 0 ? await findPrograms(options, workspace) : before;
  const failed = new Map(installed.failed);
  const problems = after.filter(({ level }) => level !== "ok");
  const as = (levels: readonly Finding["level"][]) =>
    problems
      .filter(({ level }) => levels.includes(level))
      .map(({ id, what, fix = "" }) => failed.get(id) ?? { what, fix });
  const missing = as(deployNeeds);
  const lost = options.homeIsKept === undefined ? whyLost(readHome(home, env)) : lostIf(!options.homeIsKept);
  const [homeSpace, workSpace] = await Promise.all([home, workspace.folder].map(thisMachine.space));
  return {
    ok: missing.length === 0,
    workspace: workspace.folder,
    config,
    did: [
      ...(folders.length > 0 ? [`made ${folders.join(", ")}`] : []),
      ...(wrote ? [`wrote ${workspace.programs}/glrunner`] : []),
      ...installed.did,
    ],
    programs: after.filter(({ level }) => level === "ok").map(({ what }) => what),
    missing,
    warnings: [...as(["warning"]), ...(lost === undefined ? [] : lostState(lost, options))],
    homeIsKept: lost === undefined,
    free: {
      ...(homeSpace !== undefined && { home: homeSpace.freeMiB }),
      ...(workSpace !== undefined && { workspace: workSpace.freeMiB }),
    },
    environment: workspace.environment,
  };
}

/** Looks for the programs of version set current. Set tutorial needs fewer. */
function findPrograms(
  { env, signal }: Pick<BootstrapOptions, "env" | "signal">,
  { environment }: ReturnType<typeof workspaceIn>,
): Promise<readonly Finding[]> {
  const on = new Date().toISOString().slice(0, 10);
  const config = { versions: { set: "current" } } as const;
  const shell = { ...env, ...environment, CHECKPOINT_DISABLE: "1" };
  return programs({ config, on, env: shell, ...(signal && { signal }) }, thisMachine);
}

interface InstalledPrograms {
  readonly did: string[];
  /** By finding, why the program could not be installed. */
  readonly failed: (readonly [id: string, Problem])[];
}

type Installation = readonly [id: string, InstallOptions];

/** By finding, the installation of a missing or outdated program. */
function installationsOf(
  findings: readonly Finding[],
  { terraform, mirror, checksum, env, signal, platform: given = platform }: BootstrapOptions,
  folder: string,
): readonly Installation[] {
  const lacks = (id: string) => findings.some((finding) => finding.id === id && finding.level !== "ok");
  const base = { platform: given, folder, mirror, env, signal };
  const wanted: readonly Installation[] = [
    ["machine.terraform", { ...base, program: chosenTerraform(env), file: terraform, checksum }],
    // A user who passes Terraform as a file has no network to download kubectl from.
    ...(terraform === undefined || mirror !== undefined
      ? ([["machine.kubectl", { ...base, program: "kubectl" }]] as const)
      : []),
  ];
  return wanted.filter(([id]) => lacks(id));
}

async function installMissing(
  findings: readonly Finding[],
  options: BootstrapOptions,
  folder: string,
): Promise<InstalledPrograms> {
  const result: InstalledPrograms = { did: [], failed: [] };
  for (const [id, installation] of installationsOf(findings, options, folder)) {
    const installed = await installProgram(installation);
    if (installed.ok) {
      const what = [
        installation.program,
        ...(installed.version === undefined ? [] : [installed.version]),
      ].join(" ");
      result.did.push(`installed ${what} from ${installed.from}, SHA-256 checked`);
    } else result.failed.push([id, { what: installed.message, fix: installed.fix }]);
  }
  return result;
}

const lostIf = (lost: boolean) => (lost ? "--home lost was passed" : undefined);

function lostState(why: string, { localState, config }: BootstrapOptions): readonly Problem[] {
  const what = `the home folder is lost with this session: ${why}`;
  if (localState === false)
    return [{ what, fix: `keep ${config} in a repository; the state is already stored elsewhere` }];
  return [
    {
      what: `${what}. A state in it is lost as well, and glrunner can then no longer destroy the cluster`,
      fix:
        localState === undefined
          ? "store the state elsewhere: `glrunner init --state s3://BUCKET/PREFIX`"
          : `store the state elsewhere: set \`state: { backend: s3, bucket: BUCKET }\` in ${config}; or pass --home kept if the home folder stays`,
    },
  ];
}
