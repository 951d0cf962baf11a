/**
 * Lets plans run at the same time, and `terraform init` only while nothing else does. Two that fill the shared folder of
 * providers at once break it (github.com/hashicorp/terraform/issues/31964), and what a plan runs cannot be replaced.
 */

export interface PlanTurns {
  readonly plan: <T>(work: () => Promise<T>) => Promise<T>;
  readonly init: <T>(work: () => Promise<T>) => Promise<T>;
}

export function planTurns(): PlanTurns {
  const plans = new Set<Promise<unknown>>();
  let init: Promise<unknown> | undefined;
  // Another one may have begun by the time that this one is awake, hence the loops.
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
