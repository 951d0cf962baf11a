/** `glrunner upgrade`: lists the steps to newer versions. With --write it sets the first step's values. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { upgradePath, type UpgradePath } from "../../check/versions/upgrade-path";
import { setValues } from "../../config/input/set-values";
import { configFile, loadConfig, type Config } from "../../config";
import { valueAt } from "../../config/paths";
import { fail, homeOf, today, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { diffText } from "./line-diff";
import { load, refuseConfiguration } from "../context/load-config";
import { replaceFile } from "../../clients/system/replace-file";
import { askEks } from "../status/questions";
import { nextCommands, upgradeText, type CommandForm } from "./upgrade-text";
import { configEnding } from "./init/next-steps";

interface UpgradeOptions extends ConfigOption {
  /** A Kubernetes version. */
  readonly to: string | undefined;
  /** YYYY-MM-DD. */
  readonly on: string | undefined;
  readonly offline: boolean;
  readonly write: boolean;
}

type UpgradeCall = CommandCall<UpgradeOptions>;

export async function runUpgrade(call: UpgradeCall): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { to, on = today(), offline, write } = call.values;
  const deployed = offline ? undefined : await deployedVersion(call, config);
  const path = upgradePath({ config, deployed, to, on });
  if (!path.ok) return fail(call, path);
  const file = call.values.config ?? configFile({ env: call.env, cwd: process.cwd() });
  const form: CommandForm = { layout: config.layout, ending: configEnding(call.env, file), to };
  if (!write || path.steps.length === 0) {
    call.print({ ...path, deployed, written: false }, upgradeText(path, form));
    return exitCodes.ok;
  }
  return writeFirstStep(call, path, { ...form, file });
}

/** The cluster's Kubernetes version. Undefined if there is no cluster, or AWS does not answer, which is printed. */
async function deployedVersion({ env, terminal }: UpgradeCall, config: Config): Promise<string | undefined> {
  const answer = await askEks(config, env);
  if (answer.known) return answer.value?.kubernetes;
  terminal.err(
    `The cluster's version is unknown: ${answer.why}. glrunner continues with the configured version, Kubernetes ${config.versions.kubernetes}.\n`,
  );
  return undefined;
}

interface Target extends CommandForm {
  /** The configuration. */
  readonly file: string;
}

function writeFirstStep(call: UpgradeCall, path: UpgradePath, target: Target): ExitCode {
  const { env } = call;
  const { file } = target;
  const [step] = path.steps;
  if (step?.lookAt !== undefined) {
    const message = `${step.what}: glrunner does not know a newer one`;
    return fail(call, { code: "upgrade-by-hand", message, fix: `set it to a release of ${step.lookAt}` });
  }
  const settings = step?.settings ?? [];
  const before = readFileSync(file, "utf8");
  const after = setValues(before, settings);
  const loaded = loadConfig({
    path: file,
    env,
    today: today(),
    home: homeOf(env),
    cwd: process.cwd(),
    text: after,
  });
  if (!loaded.ok) return refuseConfiguration(call, loaded.problems);
  const overridden = settings.find(({ path: at, to }) => valueAt(loaded.config, at) !== to);
  if (overridden !== undefined) {
    const message = `a variable of the environment sets ${overridden.path.join(".")}, so the file's value has no effect`;
    return fail(call, {
      code: "upgrade-by-hand",
      message,
      fix: "set the value there, or unset the variable",
    });
  }
  const realFile = realpathSync(file);
  if (after !== before) replaceFile(realFile, after, statSync(realFile).mode & 0o777);
  const diff = after === before ? "" : diffText(before, after);
  const commands = nextCommands(step, target);
  const next = commands.map((command) => `  ${command}\n`).join("");
  const did = settings.length === 0 ? `${file} already has the values of step 1.\n` : `${file}:\n${diff}`;
  call.print(
    { ...path, written: settings.length > 0, file, diff, next: commands },
    `${step?.what ?? ""}\n\n${did}\nNext:\n${next}`,
  );
  return exitCodes.ok;
}
