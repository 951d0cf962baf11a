/** What still carries a cluster's owner tags, as a sweep lists it. */
import type { AwsFailure } from "./failures";

export interface TaggedResource {
  /** A type of EC2 (`vpc`, `natgateway`), a kind of a sweep, or the name that AWS gives it. */
  readonly type: string;
  readonly id: string;
}

/** The resources of a few types, or why AWS did not list them. */
export interface TaggedListing {
  readonly types: readonly string[];
  readonly found: readonly TaggedResource[] | AwsFailure;
}

export interface TaggedReport {
  readonly listings: readonly TaggedListing[];
  /** Resources of a stage that no listing covers, so that they cannot be reported as deleted. */
  readonly notLookedFor: readonly string[];
}
