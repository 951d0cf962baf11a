/**
 * `glrunner init --from-state FILE`: reads the configuration of the tutorial's cluster from its Terraform state, and lists
 * what no configuration can express. Refuses the state of any other project.
 */
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Config } from "../../../config";
import { adopted } from "../../../config/presets/adopted";
import {
  configurationFromState,
  objectsIn,
  extraResources,
  type ImportResult,
  type StateFinding,
} from "../../../migrate/import-cluster";
import { regularFileText } from "../../../clients/system/regular-file";
import { shellWord } from "../../../clients/system/shell-word";
import { parseState, type StateDocument } from "../../../clients/terraform/state-document";
import { stackStates } from "../../../migrate/state-move/stacks";
import { fail, homeOf, today } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import type { ExitCode } from "../../exit-codes";
import { printWarnings, refuseConfiguration } from "../../context/load-config";
import type { InitCall } from "./init-options";
import { differencesText, writeConfiguration } from "./write-configuration";
import { withStacks } from "../../context/temporary-stacks";

/** Options that contradict the state. */
const excluded = ["preset", "name", "region", "state", "token"] as const;
/** The state file of layout single. */
const fileName = "runner.tfstate";

export async function initFromState(call: InitCall, file: string, given: string): Promise<ExitCode> {
  const { values, env } = call;
  const also = excluded.filter((option) =>
    option === "token" ? values.token.length > 0 : values[option] !== undefined,
  );
  if (also.length > 0)
    return fail(call, {
      code: "option-conflict",
      message: `--from-state reads from the state what --${also.join(", --")} would set`,
      fix: `leave out --${also.join(", --")}`,
    });
  const source = resolve(given);
  const state = stateIn(source);
  if (typeof state === "string")
    return fail(call, {
      code: "state-unreadable",
      message: `${source} ${state}`,
      fix: "name the state file, such as ~/tfstate/runner.tfstate",
    });
  const home = homeOf(env);
  const parse = { env: {}, today: today(), home };
  const read = configurationFromState(state, { directory: inHome(dirname(source), home), parse });
  if (!read.ok) return refuse(call, source, read);
  const findings = [
    ...read.findings,
    ...(await unmodelled(state, read.config, read.findings)),
    ...misnamed(source),
  ];
  printWarnings(call, read.warnings);
  return writeConfiguration(call, {
    ...{
      file,
      input: read.input,
      ...adopted(inHome(source, home), read.input),
      origin: "glrunner init --from-state",
    },
    about: { fromState: source, findings },
    more: findingsText(findings),
  });
}

/** Bytes. A state of a large cluster has a few megabytes. */
const maxStateBytes = 256 * 1024 * 1024;

/** @returns the state, or why the file is not one */
function stateIn(file: string): StateDocument | string {
  const text = regularFileText(file, maxStateBytes);
  if (text === undefined) return "cannot be read";
  const parsed = parseState(text);
  return parsed.ok ? parsed.state : parsed.message;
}

function refuse(
  call: CommandCall,
  source: string,
  read: Exclude<ImportResult, { readonly ok: true }>,
): ExitCode {
  if (read.problems === undefined) {
    return fail(call, {
      code: "state-not-of-tutorial",
      message: `${source} ${read.message}`,
      fix: "name the state of a cluster that was built from the tutorial, or use glrunner init without --from-state",
    });
  }
  call.terminal.err(`The configuration of ${source} would be refused:\n`);
  return refuseConfiguration(call, read.problems);
}

function inHome(folder: string, home: string): string {
  return folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

/** Finds resources that the synthesized root does not have. */
async function unmodelled(
  state: StateDocument,
  config: Config,
  known: readonly StateFinding[],
): Promise<readonly StateFinding[]> {
  const roots = await withStacks(config, (written) =>
    stackStates(written).flatMap(({ roots: own }) => [...own]),
  );
  return extraResources(objectsIn(state), new Set(roots), known);
}

/** A state with another file name than the one that the configuration will use. */
function misnamed(source: string): readonly StateFinding[] {
  if (basename(source) === fileName) return [];
  const place = join(dirname(source), fileName);
  const what = `the configuration keeps its state at ${place}`;
  const fix = existsSync(place)
    ? `another state is there: copy this one as ${fileName} into a folder of its own, and read it from there`
    : `copy it there: cp -n ${shellWord(source)} ${shellWord(place)}`;
  return [{ address: source, what, fix }];
}

function findingsText(findings: readonly StateFinding[]): string {
  if (findings.length === 0)
    return "The configuration expresses the whole state: `glrunner plan` changes only ECR Public's password.\n";
  const rows = findings.map(({ address, ...finding }) => ({ where: address, ...finding }));
  return differencesText("Different from the state", rows);
}
