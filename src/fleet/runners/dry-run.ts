/** The planned steps for --json. The rows name each field, because a step also contains the stored token. */
import type { RunnerErrorCode } from "../../clients/gitlab/gitlab-error";
import type { CreateStep } from "./create";
import { rowOf } from "./outcome";
import type { FoundStep } from "./rotate";
import type { SettingDifference } from "./desired-settings";

interface DryRunRow {
  readonly name: string;
  readonly place: string;
  /** `nothing` if the runner is up to date, or if the message says why it is refused. */
  readonly would: "make" | "change" | "rotate" | "pause" | "resume" | "nothing";
  readonly id?: number;
  readonly differences?: readonly SettingDifference[];
  /** Stable; only with a message. */
  readonly code?: RunnerErrorCode;
  readonly message?: string;
  readonly fix?: string;
}

/** @param action of the command, for a step that would change the runner */
export function dryRunRow(step: CreateStep | FoundStep, action: DryRunRow["would"]): DryRunRow {
  const row = rowOf(step.runner);
  switch (step.kind) {
    case "make":
      return { ...row, would: action };
    case "change":
      return { ...row, would: "change", id: step.found.id, differences: step.differences };
    case "in line":
      return { ...row, would: "nothing", id: step.found.id };
    case "refused":
      return { ...row, would: "nothing", code: step.code, message: step.message, fix: step.fix };
    case "found":
      return { ...row, would: action, id: step.found.id };
  }
}
