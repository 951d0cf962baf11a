/** The model of a plan review: plain data, which `plan --json` prints without conversion. */
import type { AttributeChange } from "./diff";

/** All actions. Each change has one. An import that also changes the resource is an `update`. */
export const actions = [
  "create",
  "update",
  "replace",
  "delete",
  "forget",
  "import",
  "read",
  "no-op",
] as const;
export type Action = (typeof actions)[number];

/** A count for each action. */
export type ActionCounts = Readonly<Record<Action, number>>;

/** Counts by action. */
export function countActions(count: (action: Action) => number): ActionCounts {
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    forget: count("forget"),
    import: count("import"),
    read: count("read"),
    "no-op": count("no-op"),
  };
}

/** What a plan does with one resource. */
export interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Why Terraform replaces, deletes or reads the resource. */
  readonly reason?: string;
  /** The previous address of the resource. */
  readonly movedFrom?: string;
  /** The import ID of the resource. */
  readonly importedFrom?: string;
  /** The key of a deposed object, which a failed replacement left. The address has a newer object. */
  readonly deposed?: string;
  /** The data or identity that is lost when this deletion or replacement is applied. */
  readonly loses?: string;
  readonly attributes: readonly AttributeChange[];
}

/** The changes in one module. */
export interface ModuleChanges {
  /** The module's address, such as `module.vpc`; empty for the root module. */
  readonly module: string;
  readonly changes: readonly Change[];
}

/** The kinds of risk, the most severe first. Reports list them in this order. */
export const riskKinds = ["ownership", "loss", "exposure", "secret", "cost", "other"] as const;
export type RiskKind = (typeof riskKinds)[number];

/** One finding, and every place in the plan that it applies to. */
export interface Risk {
  readonly kind: RiskKind;
  /** The predicate of a sentence about each of `places`, without a full stop. */
  readonly text: string;
  readonly places: readonly RiskLocation[];
}

/** A resource that a risk applies to. */
export interface RiskLocation {
  readonly address: string;
  readonly action: Action;
  /** The path of the attribute that the risk is in. */
  readonly path?: string;
}

/** How a plan changes the bill, from list prices. */
export interface CostChange {
  /** The sum of `items`, in US dollars an hour. */
  readonly usdPerHour: number;
  readonly items: readonly { readonly thing: string; readonly count: number; readonly usdPerHour: number }[];
  /** Resources whose price is not known in this Region or on this date. They are not in the sum. */
  readonly unknown: readonly { readonly thing: string; readonly count: number }[];
}

/** The review of one stage's plan. */
export interface StageReview {
  readonly stack: string;
  /** After an incomplete plan is applied, changes remain to be planned. */
  readonly state: "complete" | "incomplete" | "errored";
  /** The number of resources by action. The sum is the number of resources in the plan. */
  readonly counts: ActionCounts;
  readonly risks: readonly Risk[];
  readonly cost: CostChange;
  /** Only the changes that do something or move a resource. */
  readonly modules: readonly ModuleChanges[];
  /** Each path starts with the output's name. */
  readonly outputs: readonly AttributeChange[];
  /** Changes made outside of Terraform since it last refreshed the state, as far as this plan depends on them. */
  readonly drift: readonly Change[];
}

/** The header of a review. */
export interface About {
  readonly cluster: string;
  readonly region: string;
  /** The AWS account; undefined if the plan does not contain it. */
  readonly account?: string;
  /** RFC 3339. */
  readonly plannedAt?: string;
  /** Names and versions, such as Kubernetes 1.35. */
  readonly versions: readonly string[];
  /** SHA-256 of all changes, in hexadecimal. */
  readonly digest: string;
}

/** The reviews of all stages of a run. */
export interface Review {
  /** @default a report has no header */
  readonly about?: About;
  readonly stages: readonly StageReview[];
  /** Stages that cannot be planned until the stage that they need is deployed. */
  readonly notYet: readonly { readonly stack: string; readonly needs: string }[];
  /** Stages whose plan failed. @default none */
  readonly failed?: readonly string[];
}
