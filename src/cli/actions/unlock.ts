/** `glrunner unlock`: shows the locks of this configuration, and removes them when it is told to. */
import { findLocks, removeLocks } from "../../run/locks/unlock";
import { fail, homeOf, type ConfigOption } from "../command-context";
import type { Call } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../load-config";
import { withStacks } from "../stacks-to-read";

interface UnlockOptions extends ConfigOption {
  readonly yes: boolean;
}

export async function runUnlock(call: Call<UnlockOptions>): Promise<ExitCode> {
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
    return fail(
      call,
      "a run is in progress, so nothing was removed",
      "wait for it, or interrupt it (Ctrl-C)",
    );
  }
  const question = "Remove these locks? Only when nothing above works any more. [y/N] ";
  const answer = values.yes ? "y" : await terminal.ask?.(question).catch(() => "");
  if (answer?.trim().toLowerCase() !== "y") {
    terminal.err("Cancelled: nothing was removed. To approve it: glrunner unlock --yes\n");
    return exitCodes.cancelled;
  }
  const failed = await removeLocks(items);
  call.print(
    { found, removed: failed.length === 0 },
    failed.length === 0 ? "Removed. Next: glrunner resume\n" : "",
  );
  if (failed.length === 0) return exitCodes.ok;
  return fail(
    call,
    failed.join("\n  "),
    "release that lock with the tools of its backend, then: glrunner resume",
  );
}
