/** One entry of the error catalogue. Entries are data; `match.ts` reads them. */
import type { StageName } from "../../config/stages";

/** The command that reported an error. */
export type TerraformCommand = "init" | "plan" | "apply" | "destroy";

/** What a run does about an error. */
export type ErrorAction =
  /** Try again up to `attempts` times in one run of a stage. `because` gives the reason for both numbers. */
  | {
      readonly kind: "retry";
      readonly attempts: number;
      readonly waitSeconds: number;
      readonly because: string;
    }
  /** Wait for new credentials, then repeat the command. */
  | { readonly kind: "wait-for-credentials" }
  /** The resource exists, but not in the state: import it. */
  | { readonly kind: "adopt" }
  | { readonly kind: "stop" };

/** A string matches regardless of case. */
export type Pattern = string | RegExp;

/** One kind of error. */
export interface CatalogueEntry {
  /** Stable: a run counts attempts by it, and documents link to it. */
  readonly id: string;
  /** All of these patterns occur in the error. */
  readonly matches: readonly [Pattern, ...Pattern[]];
  /** Stages in which the error can occur. The single stack counts as every stage. */
  readonly stages: readonly StageName[] | "all";
  /** @default every command */
  readonly during?: readonly TerraformCommand[];
  readonly cause: string;
  readonly action: ErrorAction;
  readonly fix: string;
  /** The fix for an adopted cluster (version set `tutorial`), whose name must stay. @default `fix` */
  readonly fixAdopted?: string;
  readonly link: string;
  /** The error as Terraform prints it. */
  readonly example: string;
}

/** The stages that use the Kubernetes API. Stage eks writes `aws-auth` in version set `tutorial`. */
export const withKubernetes = ["eks", "addons", "runners"] as const;

/** Errors of a connection that may succeed a moment later. */
export const networkFailure =
  /no such host|could not resolve host|name resolution|i\/o timeout|handshake timeout|client\.timeout|connection refused|connection reset|network is unreachable|no route to host|connection lost|\bEOF\b/i;

/** The run cannot help: a person has to fix the cause. */
export const stop: ErrorAction = { kind: "stop" };
export const adopt: ErrorAction = { kind: "adopt" };
export const waitForCredentials: ErrorAction = { kind: "wait-for-credentials" };

/** @param because why these numbers of attempts and seconds are enough */
export function retry(attempts: number, waitSeconds: number, because: string): ErrorAction {
  return { kind: "retry", attempts, waitSeconds, because };
}
