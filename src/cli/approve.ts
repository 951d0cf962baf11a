/** Who says yes to a plan: a person who has read its review, or the flags of the command. */
import { needsFlag, reviewStage } from "../review/review";
import { terminalReport } from "../review/reports/terminal";
import type { Approve } from "../run/stack-runner";
import { changesOf, type ChangeKind, type Changes } from "../run/approval";
import type { Config } from "../config";
import { asked } from "./prompt";
import type { Call } from "./command-context";
import type { ProgressView } from "./progress/view";
import { look } from "./progress-view";

interface Sitting {
  /** A destroy is confirmed by its name. */
  readonly config: Pick<Config, "name">;
  /** Ends a question without an answer. */
  readonly signal: AbortSignal;
}

export function approver(call: Call, { config: { name }, signal }: Sitting, view: ProgressView): Approve {
  const { values, terminal } = call;
  let confirmed = values.confirm === name;
  const { interactive, ask } = terminal;
  // Ctrl-C and Ctrl-D at a question are no.
  const typed = async (question: string) => (await ask?.(question, signal).catch(() => ""))?.trim();
  return async ({ stack, destroys, plan }) => {
    view.pause();
    const review = reviewStage(stack.name, plan);
    terminal.err(terminalReport({ stages: [review], notYet: [] }, look(call, interactive)));
    view.expect(stack.name, workOf(changesOf(plan)));
    if (destroys) {
      confirmed ||= (await typed(`Destroy ${name}? Type its name: `)) === name;
      if (!confirmed && !signal.aborted)
        terminal.err(`Not destroyed: it takes --confirm ${name}, or the name typed here.\n`);
      return confirmed;
    }
    const flagged = needsFlag(review);
    if (flagged.length > 0 && !values["allow-loss"]) {
      const rows = flagged.map(({ address, action, loses }) => `  ${action} ${address}: ${loses}\n`);
      terminal.err(
        `Not applied: this loses what cannot be had again, and takes --allow-loss.\n${rows.join("")}`,
      );
      return false;
    }
    if (values.yes || (await asked(terminal, `Apply this to ${stack.name}? [y/N] `, signal))) return true;
    if (ask === undefined)
      terminal.err("Not applied: nobody is there to approve it, and --yes was not given.\n");
    return false;
  };
}

/** What Terraform will report as it applies the changes; it reports nothing for an import or a forgotten resource. */
const reportedAs: Readonly<Record<ChangeKind, readonly ("create" | "update" | "delete")[]>> = {
  ...{ create: ["create"], update: ["update"], delete: ["delete"], replace: ["delete", "create"] },
  ...{ import: [], forget: [], "create-and-forget": ["create"], unknown: [] },
};

function workOf(changes: Changes) {
  return [...changes].flatMap(([address, kind]) => reportedAs[kind].map((action) => ({ address, action })));
}
