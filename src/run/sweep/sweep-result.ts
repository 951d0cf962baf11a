/** What a sweep found and did, kind by kind. */
import type { AwsFailure } from "./failures";
import type { SweepKind } from "./leftover-resource";
import type { TaggedReport } from "./tagged-resource";

interface ItemHead {
  readonly kind: SweepKind;
  readonly id: string;
  readonly name?: string;
  /** What proves ownership, or why it was kept. */
  readonly why: string;
}

export type SweepItem = ItemHead &
  (
    | { readonly did: "deleted" | "would delete" | "was gone already" | "kept" }
    | ({ readonly did: "failed" } & AwsFailure)
  );

export interface KindReport {
  readonly kind: SweepKind;
  readonly items: readonly SweepItem[];
  /** Why AWS did not list this kind. */
  readonly failure?: AwsFailure;
}

/** Why a sweep deletes nothing. */
export interface SweepRefusal extends AwsFailure {
  /** @default it is unknown whether the cluster exists */
  readonly clusterExists?: true;
}

export interface SweepResult {
  readonly name: string;
  readonly region: string;
  readonly dryRun: boolean;
  /** Why the sweep looked for nothing. */
  readonly refused?: SweepRefusal;
  readonly kinds: readonly KindReport[];
  /** Kinds of which AWS lists no owned resource at the end. */
  readonly gone: readonly SweepKind[];
  /** What a stage created and is still in the account, also while the cluster exists. @default not looked for */
  readonly tagged?: TaggedReport;
}
