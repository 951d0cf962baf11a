/** `glrunner bootstrap`: installs programs, reports that on stderr, and prints the variables of the shell for `eval`. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  bootstrap,
  planBootstrap,
  type BootstrapPlan,
  type BootstrapResult,
  type Problem,
} from "../../bootstrap";
import { downloadMirrorVariable } from "../../bootstrap/emulator-tools";
import { defaultWorkspace } from "../../bootstrap/workspace";
import { sizeText } from "../../check/finding";
import { configFile, loadConfig } from "../../config";
import { messageOf } from "../../clients/system/error-message";
import { shellWord } from "../../clients/system/shell-word";
import { askYesNo } from "../terminal/prompt";
import { decline, fail, homeOf, today, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { exportText } from "./modules";

interface BootstrapCommandOptions extends ConfigOption {
  readonly workspace: string | undefined;
  readonly terraform: string | undefined;
  readonly mirror: string | undefined;
  readonly checksum: string | undefined;
  readonly home: "kept" | "lost" | undefined;
  readonly "dry-run": boolean;
  readonly yes: boolean;
}

type BootstrapCall = CommandCall<BootstrapCommandOptions>;

export async function runBootstrap(call: BootstrapCall): Promise<ExitCode> {
  const { values, env, terminal } = call;
  const { terraform } = values;
  if (terraform !== undefined && !existsSync(terraform))
    return fail(call, {
      code: "input-unreadable",
      message: `--terraform: there is no file ${terraform}`,
      fix: "name Terraform's program or its archive",
    });
  const home = homeOf(env);
  if (!existsSync(home)) {
    return fail(call, {
      code: "home-missing",
      message: `HOME: there is no folder ${home}`,
      fix: `mkdir -p ${shellWord(home)}, or export HOME=FOLDER with one that exists`,
    });
  }
  const config = configurationOf(call, home);
  const { mirror = env[downloadMirrorVariable], checksum } = values;
  const options = {
    ...{ home, config, env, mirror, checksum },
    localState: keepsStateHere(call, config, home),
    workspace: resolve(values.workspace ?? defaultWorkspace()),
    command: [process.execPath, ...process.execArgv, process.argv[1] ?? ""],
    terraform: terraform === undefined ? undefined : resolve(terraform),
    homeIsKept: values.home === undefined ? undefined : values.home === "kept",
  };
  const ended = await endsBeforeInstall(call, options);
  if (ended !== undefined) return ended;
  let result: BootstrapResult;
  try {
    result = await bootstrap({ ...options, signal: call.onInterrupt("the download in progress") });
  } catch (error) {
    return fail(call, { code: "bootstrap-failed", message: messageOf(error) });
  }
  terminal.err(bootstrapText(result));
  call.print(result, exportText(result.environment));
  if (result.ok) return exitCodes.ok;
  return fail(call, {
    code: "programs-missing",
    message: result.missing.map(({ what }) => what).join("; "),
    fix: result.missing.map(({ fix }) => fix).join("; "),
    isPrinted: true,
  });
}

/**
 * Shows what would be installed, and asks at a terminal. A script approves it by starting the command.
 * @returns an exit code if the command ends here
 */
async function endsBeforeInstall(
  call: BootstrapCall,
  options: Parameters<typeof planBootstrap>[0],
): Promise<ExitCode | undefined> {
  const { values, terminal } = call;
  const asks = terminal.ask !== undefined && !values.yes;
  if (!values["dry-run"] && !asks) return undefined;
  const plan = await planBootstrap(options);
  if (values["dry-run"]) {
    call.print(plan, planText(plan));
    return exitCodes.ok;
  }
  if (!plan.installs) return undefined;
  terminal.err(planText(plan));
  if (await askYesNo(terminal, "Install this? [y/N] ")) return undefined;
  return decline(call, { what: "nothing was installed", approve: "glrunner bootstrap --yes" });
}

function planText({ would, missing }: BootstrapPlan): string {
  return [
    would.length === 0 ? "Nothing to install.\n" : "glrunner bootstrap would:\n",
    ...would.map((what) => `  ${what}\n`),
    ...missing.map((each) => problemText("missing", each)),
  ].join("");
}

/** The configuration that any command would use here, else the one in the home, where the next session finds it. */
function configurationOf({ values, env }: BootstrapCall, home: string): string {
  const file = configFile({ path: values.config, env, cwd: process.cwd() });
  const isNamed = values.config !== undefined || (env.GLRUNNER_CONFIG ?? "") !== "";
  return isNamed || existsSync(file) ? file : configFile({ env: {}, cwd: home });
}

/** Whether the state is on this machine. Undefined for an invalid configuration, which `glrunner check` explains. */
function keepsStateHere({ env }: CommandCall, config: string, home: string): boolean | undefined {
  const loaded = loadConfig({ path: config, env, today: today(), home, cwd: home });
  return loaded.ok ? loaded.config.state.backend === "local" : undefined;
}

function bootstrapText(result: BootstrapResult): string {
  const { did, programs, missing, warnings, free, workspace, config } = result;
  const room = (mib: number | undefined) => (mib === undefined ? "unknown" : `${sizeText(mib)} free`);
  return [
    did.length === 0 ? "Nothing to do.\n" : did.map((what) => `${what}\n`).join(""),
    `Programs: ${programs.join(", ")}\n`,
    `Workspace ${workspace}: ${room(free.workspace)}. Programs, providers, modules and stacks go there.\n`,
    `Home: ${room(free.home)}. Only ${config}${existsSync(config) ? "" : " (does not exist yet: glrunner init)"} and the state are kept there.\n`,
    ...missing.map((each) => problemText("missing", each)),
    ...warnings.map((each) => problemText("warning", each)),
  ].join("");
}

function problemText(kind: string, { what, fix }: Problem): string {
  return `${kind}: ${what}\n  fix: ${fix}\n`;
}
