/**
 * `glrunner bootstrap` prepares a machine or a CloudShell, or repairs a lost session. It installs only what is missing,
 * and writes nothing outside the folders of the workspace.
 */
import { existsSync } from "node:fs";
import { programs } from "../check/machine/programs";
import { thisMachine } from "../check/machine/reader";
import type { Finding } from "../check/finding";
import { platform } from "../emulator/providers/aws-mirror";
import { chosenTerraform, installationText, installProgram, type BringOptions } from "./install-program";
import { readHome, whyLost } from "./home-persistence";
import { makeFolders, workspaceIn, writeCommand } from "./workspace";

interface BootstrapOptions extends Pick<BringOptions, "mirror" | "checksum" | "env" | "signal"> {
  readonly home: string;
  /** Absolute. */
  readonly workspace: string;
  /** The configuration, absolute; it need not be there yet. */
  readonly config: string;
  /** Whether that keeps its state on this machine; undefined when there is none that can be read. */
  readonly localState?: boolean;
  /** What starts glrunner. */
  readonly command: readonly string[];
  /** Terraform or its archive on this machine. */
  readonly terraform?: string;
  /** @default what is seen of it */
  readonly homeIsKept?: boolean;
  /** @default this one */
  readonly platform?: string;
}

export interface Problem {
  readonly what: string;
  readonly fix: string;
}

export interface BootstrapResult {
  /** Every program that a deployment starts is installed. */
  readonly ok: boolean;
  readonly workspace: string;
  readonly config: string;
  /** What was not as it should be and is now. */
  readonly did: readonly string[];
  readonly programs: readonly string[];
  /** Without these no deployment works. */
  readonly missing: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly homeIsKept: boolean;
  /** MiB; left out where it cannot be read. */
  readonly free: { readonly home?: number; readonly workspace?: number };
  readonly environment: Readonly<Record<string, string>>;
}

/** What `bootstrap` would do. */
export interface BootstrapPlan {
  readonly workspace: string;
  /** In words, such as `install terraform 1.11.4 from https://...`. */
  readonly would: readonly string[];
  /** Whether a program is among it. */
  readonly installs: boolean;
  /** Without these no deployment works, and it cannot install them. */
  readonly missing: readonly Problem[];
}

/** Changes nothing. */
export async function planBootstrap(options: BootstrapOptions): Promise<BootstrapPlan> {
  const { env, config, signal } = options;
  const workspace = workspaceIn(options.workspace, env, config);
  const found = await look({ env: { ...env, ...workspace.environment, CHECKPOINT_DISABLE: "1" }, signal });
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

/** Levels of what no deployment works without. */
const deployNeeds: readonly Finding["level"][] = ["error", "unknown"];

/** @throws when another user owns the workspace */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const { home, env, config, signal } = options;
  const workspace = workspaceIn(options.workspace, env, config);
  const folders = makeFolders(workspace);
  const wrote = writeCommand(workspace, options.command);
  const place = { env: { ...env, ...workspace.environment, CHECKPOINT_DISABLE: "1" }, signal };
  const before = await look(place);
  const brought = await bringMissing(before, options, workspace.programs);
  const after = brought.did.length > 0 ? await look(place) : before;
  const failed = new Map(brought.failed);
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
      ...brought.did,
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

/** Looks for everything that set current needs; set tutorial needs less. */
function look(place: Pick<BringOptions, "env" | "signal">): Promise<readonly Finding[]> {
  const on = new Date().toISOString().slice(0, 10);
  return programs({ config: { versions: { set: "current" } }, on, ...place }, thisMachine);
}

interface Bringing {
  readonly did: string[];
  /** By finding, why the program could not be had. */
  readonly failed: (readonly [id: string, Problem])[];
}

type Installation = readonly [id: string, BringOptions];

/** By finding, what is missing or too old and can be installed. */
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

async function bringMissing(
  findings: readonly Finding[],
  options: BootstrapOptions,
  folder: string,
): Promise<Bringing> {
  const result: Bringing = { did: [], failed: [] };
  for (const [id, each] of installationsOf(findings, options, folder)) {
    const brought = await installProgram(each);
    if (brought.ok) {
      const what = [each.program, ...(brought.version === undefined ? [] : [brought.version])].join(" ");
      result.did.push(`installed ${what} from ${brought.from}, SHA-256 checked`);
    } else result.failed.push([id, { what: brought.message, fix: brought.fix }]);
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
