/**
 * Splits the plan of one root into the plans of the stages that declare its resources, so that a review names the
 * stages that a deploy runs. Addresses are the same in both layouts.
 */
import type { TerraformPlan } from "../clients/terraform/plan-json";
import { rootOf } from "../clients/terraform/state-document";

/** The resources and outputs that a stage declares. */
export interface StageDeclarations {
  readonly stack: string;
  /** `module.<name>`, `<type>.<name>` and `data.<type>.<name>`. */
  readonly roots: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
}

interface StagePlan {
  readonly stack: string;
  readonly plan: TerraformPlan;
}

/**
 * One plan for each stage, in the given order. A resource or output that several stages declare goes to the first of them.
 * One that no stage declares goes to the last, so that nothing of the plan is lost.
 */
export function splitPlan(plan: TerraformPlan, stages: readonly StageDeclarations[]): readonly StagePlan[] {
  const last = stages.at(-1);
  const ownerOf = (declares: (stage: StageDeclarations) => boolean) => stages.find(declares) ?? last;
  return stages.map((stage) => {
    const isOwn = ({ address }: { readonly address: string }) =>
      ownerOf(({ roots }) => roots.has(rootOf(address))) === stage;
    return {
      stack: stage.stack,
      plan: {
        ...plan,
        resource_changes: plan.resource_changes.filter(isOwn),
        resource_drift: plan.resource_drift.filter(isOwn),
        output_changes: Object.fromEntries(
          Object.entries(plan.output_changes).filter(
            ([name]) => ownerOf(({ outputs }) => outputs.has(name)) === stage,
          ),
        ),
      },
    };
  });
}
