/** A plan as data for those who decide about it: plain, so that it can be written as JSON as it stands. */
import type { AttributeChange } from "./diff";

/** Each change counts once. `import` takes something over as it is; what is taken over and changed is `update`. */
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

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Why Terraform replaces, deletes or reads it. */
  readonly reason?: string;
  /** What the same thing was called until now. */
  readonly movedFrom?: string;
  /** What is taken over, in the words of its provider. */
  readonly importedFrom?: string;
  /** Left behind by an earlier replacement that failed; the address has a newer one. */
  readonly deposed?: string;
  /** What is lost when this deletion or replacement is applied. */
  readonly loses?: string;
  readonly attributes: readonly AttributeChange[];
}

export interface ModuleChanges {
  /** `module.vpc`; empty for the root. */
  readonly module: string;
  readonly changes: readonly Change[];
}

/** Highest first. */
export const riskKinds = ["ownership", "loss", "exposure", "secret", "cost", "other"] as const;
export type RiskKind = (typeof riskKinds)[number];

export interface Risk {
  readonly kind: RiskKind;
  /** One sentence, without its full stop; the same for all of `places`. */
  readonly text: string;
  readonly places: readonly RiskLocation[];
}

export interface RiskLocation {
  readonly address: string;
  readonly action: Action;
  /** The attribute that it is about. */
  readonly path?: string;
}

export interface CostChange {
  /** Of what is priced, US dollars. */
  readonly usdPerHour: number;
  readonly items: readonly { readonly thing: string; readonly count: number; readonly usdPerHour: number }[];
  /** Things whose price in this Region, or on this date, is not known. */
  readonly unknown: readonly { readonly thing: string; readonly count: number }[];
}

export interface StageReview {
  readonly stack: string;
  /** A plan that is not complete leaves something to do after it was applied. */
  readonly state: "complete" | "incomplete" | "errored";
  /** Of all resources of the plan; they add up. */
  readonly counts: Readonly<Record<Action, number>>;
  readonly risks: readonly Risk[];
  readonly cost: CostChange;
  /** Those that do something, or that have moved. */
  readonly modules: readonly ModuleChanges[];
  /** By their names. */
  readonly outputs: readonly AttributeChange[];
  /** What was changed by others than Terraform since it last looked. */
  readonly drift: readonly Change[];
}

export interface Review {
  readonly stages: readonly StageReview[];
  /** Stages that cannot be planned before another exists. */
  readonly notYet: readonly { readonly stack: string; readonly needs: string }[];
}
