/** The interface that all risk finders share. */
import type { TerraformResourceChange } from "../../clients/terraform/plan-json";
import type { Action, RiskKind } from "../stage-review";

/** One resource of a plan, and its action. */
export interface RiskInput {
  readonly resource: TerraformResourceChange;
  readonly action: Action;
}

/** A risk of one resource, before findings of the same text are merged. */
export interface RiskFinding {
  readonly kind: RiskKind;
  /** The predicate of a sentence about the resource, without a full stop. */
  readonly text: string;
  /** The path of the attribute that the risk is in. */
  readonly path?: string;
}

/** Finds the risks of one kind in one resource. */
export type RiskFinder = (input: RiskInput) => readonly RiskFinding[];
