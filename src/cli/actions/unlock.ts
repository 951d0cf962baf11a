/** `glrunner unlock`: shows the locks of a lost run and removes them after approval. */
import { findLocks, removeLocks } from "../../run/locks/unlock";
import { decline, fail, homeOf, type ConfigOption } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { askYesNo } from "../terminal/prompt";
import { withStacks } from "../context/temporary-stacks";

interface UnlockOptions extends ConfigOption {
  readonly yes: boolean;
}

export async function runUnlock(call: CommandCall<UnlockOptions>): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { terminal, values, env } = call;
  const items = await withStacks(config, (written) => findLocks({ written, config, home: homeOf(env), env }));
  const found = items.map(({ what, text, working }) => ({ what, text, working }));
  if (items.length === 0) {
    call.print({ found, removed: false }, "No lock is held.\n");
    return exitCodes.ok;
  }
  terminal.err(items.map(({ text }) => `  ${text}\n`).join(""));
  if (items.some(({ working }) => working)) {
    const message = "a run is in progress, so nothing was removed";
    return fail(call, { code: "run-in-progress", message, fix: "wait for it, or interrupt it (Ctrl-C)" });
  }
  const question = "Remove these locks? Only when nothing above works any more. [y/N] ";
  if (!values.yes && !(await askYesNo(terminal, question))) {
    return decline(call, {
      what: "nothing was removed",
      approve: "glrunner unlock --yes",
      details: { found },
    });
  }
  const failed = await removeLocks(items);
  call.print(
    { found, removed: failed.length === 0 },
    failed.length === 0 ? "Removed. Next: glrunner resume\n" : "",
  );
  if (failed.length === 0) return exitCodes.ok;
  return fail(call, {
    code: "lock-not-removed",
    message: failed.join("\n  "),
    fix: "release that lock with the tools of its backend, then: glrunner resume",
  });
}
