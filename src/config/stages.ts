/**
 * The ordered list of stages: deploy goes forward, destroy backward. No other code defines the order.
 */
export const stages = ["vpc", "eks", "addons", "runners"] as const;
export type StageName = (typeof stages)[number];

/** Name of the only stack of the `single` layout. */
export const singleStack = "single";
/** Name of a stack: a stage, or the only stack of the `single` layout. */
export type StackName = StageName | typeof singleStack;

/** The chosen stages in the order of a deploy. */
export function deployOrder(chosen: readonly StageName[] = stages): StageName[] {
  return stages.filter((stage) => chosen.includes(stage));
}

/** The chosen stages in the order of a destroy. */
export function destroyOrder(chosen: readonly StageName[] = stages): StageName[] {
  return deployOrder(chosen).reverse();
}
