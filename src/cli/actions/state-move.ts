/** `glrunner state move --to FILE`: moves the state to where another configuration of the same cluster keeps it. */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentConflict } from "../../clients/aws/emulation";
import { runEnvironment } from "../../run/environment";
import { runFolder } from "../../run/journal/run-directory";
import { takeLock } from "../../run/locks/run-lock";
import { moveState, type MoveOutcome } from "../../migrate/state-move/move";
import { synthesize } from "../../stacks";
import { singleStack, stages } from "../../config/stages";
import type { Config } from "../../config";
import { fail, homeOf, outputFolder, type ProjectOptions } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";

interface StateMoveOptions extends ProjectOptions {
  readonly to: string | undefined;
}

export async function runStateMove(call: CommandCall<StateMoveOptions>): Promise<ExitCode> {
  const { to: target } = call.values;
  if (target === undefined)
    return fail(call, {
      code: "option-missing",
      message: "state move needs --to FILE, the configuration with the new place of the state",
      fix: "glrunner state move --help",
    });
  const from = load(call);
  const to = from && load(call, { path: target });
  if (from === undefined || to === undefined) return exitCodes.refused;
  const home = homeOf(call.env);
  const mixed =
    environmentConflict(from.state, call.env, home) ?? environmentConflict(to.state, call.env, home);
  if (mixed !== undefined) return fail(call, mixed);
  const environment = runEnvironment(call.env, home, from, ["single"]);
  if (!environment.ok) return fail(call, environment);
  const lock = takeLock(runFolder(from, home), "state move", randomUUID(), new Date());
  if (!lock.ok) return fail(call, lock);
  try {
    const folder = resolve(outputFolder(call.env, call.values.output), "move");
    const outcome = await moveState({
      from: synthesized(from, join(folder, "from")),
      to: synthesized(to, join(folder, "to")),
      env: environment.env,
      signal: call.onInterrupt("Terraform, and for the copies of the state"),
      // Version set tutorial never has an empty second plan, because ECR Public's token changes each time.
      verify: from.versions.set === "current",
      onStep: ({ done, stack }) => {
        call.terminal.err(`${done}${stack === undefined ? "" : ` ${stack}`}\n`);
      },
    });
    if (outcome.ok) forgetBackends(outputFolder(call.env, call.values.output));
    call.print(outcome, moveText(outcome, target));
    if (outcome.ok) return exitCodes.ok;
    const { addresses, ...problem } = outcome.problem;
    return fail(call, { ...problem, details: { addresses }, isPrinted: true });
  } finally {
    lock.release();
  }
}

/** Deletes what Terraform remembers of the old backend, because it would refuse the new one. */
function forgetBackends(outdir: string): void {
  for (const name of [...stages, singleStack]) {
    rmSync(resolve(outdir, "stacks", name, ".terraform/terraform.tfstate"), { force: true });
  }
}

function synthesized(config: Config, outdir: string) {
  return { config, directory: synthesize(config, outdir).directory };
}

function moveText(outcome: MoveOutcome, target: string): string {
  const places = outcome.places.map(
    ({ side, stack, place, resources }) =>
      `  ${side.padEnd(4)} ${stack.padEnd(8)} ${resources ?? "?"} resources  ${place}`,
  );
  const copy = outcome.backup === undefined ? [] : [`copies: ${outcome.backup}`];
  const end = outcome.ok
    ? [`Moved. From now on use ${target}: mv ${target} glrunner.yaml`]
    : [`Not moved: ${outcome.problem.message}`, `  fix: ${outcome.problem.fix}`];
  return `${[...places, ...copy, ...end].join("\n")}\n`;
}
