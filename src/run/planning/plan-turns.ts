/**
 * Runs plans at the same time, but each `terraform init` alone. Two inits at the same time corrupt the shared folder of
 * providers (github.com/hashicorp/terraform/issues/31964), and an init may replace a provider that a plan runs.
 */

/** Waits for the turn of a plan or an init, then does its work. */
export interface PlanTurns {
  readonly plan: <T>(work: () => Promise<T>) => Promise<T>;
  readonly init: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The turns of one run. */
export function planTurns(): PlanTurns {
  const plans = new Set<Promise<unknown>>();
  let init: Promise<unknown> | undefined;
  // Loops, because another init may have begun before this one continues.
  return {
    plan: async (work) => {
      while (init !== undefined) await Promise.allSettled([init]);
      const running = work();
      plans.add(running);
      try {
        return await running;
      } finally {
        plans.delete(running);
      }
    },
    init: async (work) => {
      while (init !== undefined) await Promise.allSettled([init]);
      const running = Promise.allSettled(plans).then(work);
      init = running;
      try {
        return await running;
      } finally {
        init = undefined;
      }
    },
  };
}
