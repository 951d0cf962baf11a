/** Everything that a sweep, its report and the deployer's policy know about one kind of resource. */
import type { SweepClients } from "../clients";
import type { LeftoverResource, SweptCluster } from "../leftover-resource";
import type { OwnershipRule, OwnershipScope } from "../ownership-rules";

/** One kind of resource. A new kind is a file here and a line in `index.ts`. */
export interface SweepKind {
  /** The kind's name in reports, such as `launch template`. */
  readonly name: string;
  /** Lists every resource of the kind that may be the cluster's, unless it is deleted; with an id, only that one. */
  readonly find: (
    aws: SweepClients,
    cluster: SweptCluster,
    id?: string,
  ) => Promise<readonly LeftoverResource[]>;
  /** What proves that the cluster owns a resource. One rule is enough. */
  readonly ownershipRules: (cluster: OwnershipScope) => readonly OwnershipRule[];
  /**
   * IAM actions that the kind needs. The deployer's policy allows `remove` only on resources with the tags of a rule.
   * @default the stages create this kind under known names, and `src/check/policy` has its permissions
   */
  readonly permissions?: SweepPermissions;
  /** Removes references between resources of this kind, before the first of them is deleted. */
  readonly release?: (aws: SweepClients, id: string, all: ReadonlySet<string>) => Promise<void>;
  readonly remove: (aws: SweepClients, id: string) => Promise<void>;
  /** Error codes that mean that the resource does not exist. */
  readonly gone: readonly string[];
  /** AWS deletes the resource slowly, and the kinds after it have to wait. */
  readonly lingers?: true;
  /** Error code that disappears once AWS has completed the deletions before this one. */
  readonly passing?: string;
  /**
   * Which resources the report lists as left by a stage: those that the sweep may delete, or all with owner tags.
   * @default none, because controllers in the cluster create this kind
   */
  readonly leftByStage?: "owned" | "owner-tagged";
}

type IamAction = `${string}:${string}`;

/** Actions of IAM that list the resources of a kind and delete one. */
export interface SweepPermissions {
  readonly list: readonly IamAction[];
  readonly remove: readonly IamAction[];
}
