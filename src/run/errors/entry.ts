/** What the catalogue says of one kind of error. Entries are data; how they are read is in match.ts. */
import type { StageName } from "../../config/stages";

export type TerraformCommand = "init" | "plan" | "apply" | "destroy";

export type ErrorAction =
  /** `attempts` after the first, in one run of a stage; `because` says what both numbers rest on. */
  | {
      readonly kind: "retry";
      readonly attempts: number;
      readonly waitSeconds: number;
      readonly because: string;
    }
  /** Only new credentials help; with them, the same command continues. */
  | { readonly kind: "wait-for-credentials" }
  /** The object exists, but not in the state: the run imports it. */
  | { readonly kind: "adopt" }
  | { readonly kind: "stop" };

/** Texts are compared without regard to case. */
export type Pattern = string | RegExp;

export interface CatalogueEntry {
  /** Stable: counted by a run, linked to by documents. */
  readonly id: string;
  /** All of them occur in one error. */
  readonly matches: readonly [Pattern, ...Pattern[]];
  /** Where it can occur. The single stack is all stages. */
  readonly stages: readonly StageName[] | "all";
  /** @default every command */
  readonly during?: readonly TerraformCommand[];
  readonly cause: string;
  readonly action: ErrorAction;
  readonly fix: string;
  /** The fix for an adopted cluster (version set `tutorial`), whose name must stay. @default `fix` */
  readonly fixAdopted?: string;
  readonly link: string;
  /** As Terraform prints it. */
  readonly example: string;
}

/** The stages that talk to the cluster; eks does in the version set `tutorial`, which writes `aws-auth` there. */
export const withKubernetes = ["eks", "addons", "runners"] as const;

/** How a connection fails that may well succeed a moment later. */
export const networkFailure =
  /no such host|could not resolve host|name resolution|i\/o timeout|handshake timeout|client\.timeout|connection refused|connection reset|network is unreachable|no route to host|connection lost|\bEOF\b/i;

export const stop: ErrorAction = { kind: "stop" };
export const adopt: ErrorAction = { kind: "adopt" };
export const waitForCredentials: ErrorAction = { kind: "wait-for-credentials" };

export function retry(attempts: number, waitSeconds: number, because: string): ErrorAction {
  return { kind: "retry", attempts, waitSeconds, because };
}
