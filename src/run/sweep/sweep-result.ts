/** What a sweep found and did, kind by kind. */
import type { AwsFailure } from "./failures";

interface ItemHead {
  /** Name of the kind. */
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  /** What proves ownership, or why it was kept. */
  readonly why: string;
}

/** One resource, and what the sweep did with it. */
export type SweepItem = ItemHead &
  (
    | { readonly did: "deleted" | "would delete" | "was gone already" | "kept" }
    | ({ readonly did: "failed" } & AwsFailure)
  );

/** What a sweep did with one kind. */
export interface KindReport {
  /** Name of the kind. */
  readonly kind: string;
  readonly items: readonly SweepItem[];
  /** Why AWS did not list this kind. */
  readonly failure?: AwsFailure;
}

/** Why a sweep deletes nothing. */
export interface SweepRefusal extends AwsFailure {
  /** @default it is unknown whether the cluster exists */
  readonly clusterExists?: true;
}

/** What a sweep returns, and `sweep --json` prints. */
export interface SweepResult {
  readonly name: string;
  readonly region: string;
  readonly dryRun: boolean;
  /** Why the sweep looked for nothing. */
  readonly refused?: SweepRefusal;
  readonly kinds: readonly KindReport[];
  /** Kinds of which AWS lists no owned resource at the end. */
  readonly gone: readonly string[];
  /** Resources of the stages that are still in the account, also while the cluster exists. @default not looked for */
  readonly tagged?: TaggedReport;
}

/** A resource that carries the cluster's owner tags. */
export interface TaggedResource {
  /** A type of EC2 (`vpc`, `natgateway`), a kind of the sweep, or the name that AWS gives it. */
  readonly type: string;
  readonly id: string;
}

/** The resources of a few types, or why AWS did not list them. */
export interface TaggedListing {
  readonly types: readonly string[];
  readonly found: readonly TaggedResource[] | AwsFailure;
}

/** Every resource of the cluster's stages that the account still has, as far as AWS can list them. */
export interface TaggedReport {
  readonly listings: readonly TaggedListing[];
  /** Resources of a stage that no listing covers, so that they cannot be reported as deleted. */
  readonly notLookedFor: readonly string[];
}
