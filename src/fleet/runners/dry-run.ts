/** The planned steps as data for --json. Each field is named here, since a step also holds the stored token. */
import type { RunnerErrorCode } from "../../clients/gitlab/gitlab-error";
import type { CreateStep } from "./create";
import { rowOf } from "./outcome";
import type { FoundStep } from "./rotate";
import type { SettingDifference } from "./desired-settings";

interface DryRunRow {
  readonly name: string;
  readonly place: string;
  /** `nothing` where it is up to date, or refused with a message. */
  readonly would: "make" | "change" | "rotate" | "pause" | "resume" | "nothing";
  readonly id?: number;
  readonly differences?: readonly SettingDifference[];
  /** With a message; stable. */
  readonly code?: RunnerErrorCode;
  readonly message?: string;
  readonly fix?: string;
}

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
