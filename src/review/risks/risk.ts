/** What a risk is found in: what Terraform says of one resource, and what it does with it. */
import type { TerraformResourceChange } from "../../clients/terraform/plan-json";
import type { Action, RiskKind } from "../stage-review";

export interface RiskInput {
  readonly resource: TerraformResourceChange;
  readonly action: Action;
}

export interface RiskFinding {
  readonly kind: RiskKind;
  readonly text: string;
  readonly path?: string;
}

export type RiskFinder = (input: RiskInput) => readonly RiskFinding[];
