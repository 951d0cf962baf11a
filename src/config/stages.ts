/**
 * The one ordered list of stages. Deploy reads it forward, destroy backward; the stacks and the command line
 * read this list, and nothing else knows the order.
 */
export const stages = ["vpc", "eks", "addons", "runners"] as const;
export type StageName = (typeof stages)[number];

/** Name of the only stack of the `single` layout. */
export const singleStack = "single";
export type StackName = StageName | typeof singleStack;

export function deployOrder(chosen: readonly StageName[] = stages): StageName[] {
  return stages.filter((stage) => chosen.includes(stage));
}

export function destroyOrder(chosen: readonly StageName[] = stages): StageName[] {
  return deployOrder(chosen).reverse();
}
