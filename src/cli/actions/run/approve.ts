/** Approves a plan: shows its review, then asks at the terminal or takes the answer from the options. */
import { changesNeedingAllowLoss, reviewStage } from "../../../review/review";
import type { PlanPart } from "../../../review/risks/cost";
import { terminalReport } from "../../../review/reports/terminal";
import type { Approve } from "../../../run/stack-runner";
import { changesOf, type ChangeKind, type Changes } from "../../../run/planning/approval";
import type { Config } from "../../../config";
import { askYesNo } from "../../terminal/prompt";
import type { CommandCall } from "../../definition/command";
import { paint } from "../../terminal/terminal";
import type { ProgressView } from "../../progress/view";
import { reportWidth } from "./run-view";

/** The options that approve a plan without a question. Each command has the ones that it needs. */
export interface ApprovalOptions {
  readonly yes?: boolean;
  readonly "allow-loss"?: boolean;
  /** The name of the cluster, which approves its destroy. */
  readonly confirm?: string;
}

interface ApprovalContext {
  /** The cluster's name approves its destroy. */
  readonly config: Pick<Config, "name">;
  /** Costs that the plans' resources cause elsewhere. @default none */
  readonly parts?: readonly PlanPart[];
  /** Cancels a question when the run is interrupted. */
  readonly signal: AbortSignal;
}

/** Asks for each plan of a deploy. For a destroy, asks for the cluster's name once, for all stages. */
export function approver(
  call: CommandCall<ApprovalOptions>,
  { config: { name }, parts = [], signal }: ApprovalContext,
  view: ProgressView,
): Approve {
  const { values, terminal } = call;
  let isDestroyConfirmed = values.confirm === name;
  return async ({ stack, destroys, plan }) => {
    view.pause();
    const review = reviewStage(stack.name, plan, parts);
    const report = terminalReport({ stages: [review], notYet: [] }, reportWidth(call, terminal.interactive));
    paint(terminal, "err", report);
    view.expectWork(stack.name, workOf(changesOf(plan)));
    if (destroys) {
      isDestroyConfirmed ||= await askForName(call, name, signal);
      if (!isDestroyConfirmed && !signal.aborted && terminal.ask === undefined)
        terminal.err(`To approve a destroy without a question: --confirm ${name}\n`);
      return isDestroyConfirmed;
    }
    const flagged = changesNeedingAllowLoss(review);
    if (flagged.length > 0 && !values["allow-loss"]) {
      const rows = flagged.map(({ address, action, loses }) => `  ${action} ${address}: ${loses}\n`);
      terminal.err(
        `This plan loses data or identity for good. To approve it: --allow-loss\n${rows.join("")}`,
      );
      return false;
    }
    if (values.yes || (await askYesNo(terminal, `Apply this to ${stack.name}? [y/N] `, signal))) return true;
    if (terminal.ask === undefined)
      terminal.err("There is no terminal to ask at. To approve without a question: --yes\n");
    return false;
  };
}

/** Asks at most three times for the right name. An empty line, Ctrl-D and Ctrl-C decline. */
async function askForName(
  { terminal: { ask } }: Pick<CommandCall, "terminal">,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  let question = `Destroy ${name}? Type its name: `;
  for (let tries = 0; ask !== undefined && tries < 3; tries += 1) {
    const typed = (await ask(question, signal).catch(() => "")).trim();
    if (typed === name) return true;
    if (typed === "") return false;
    question = `That is not its name. Type ${name} to destroy it, or press Enter to cancel: `;
  }
  return false;
}

/** The actions that Terraform reports while it applies a change. It reports none for an import or a forgotten resource. */
const reportedAs: Readonly<Record<ChangeKind, readonly ("create" | "update" | "delete")[]>> = {
  ...{ create: ["create"], update: ["update"], delete: ["delete"], replace: ["delete", "create"] },
  ...{ import: [], forget: [], "create-and-forget": ["create"], unknown: [] },
};

/** The work that a view expects from an approved plan. */
export function workOf(changes: Changes) {
  return [...changes].flatMap(([address, kind]) => reportedAs[kind].map((action) => ({ address, action })));
}
