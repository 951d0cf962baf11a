/** Refuses runners of the configuration whose stores hold the token of one runner: a change of one would undo the other. */
import type { Runner } from "../../config";
import type { RefusedStep } from "./outcome";

interface RunnerStep {
  readonly runner: Runner;
  readonly found?: { readonly id: number };
}

export function rejectSharedTokens<T extends RunnerStep>(
  steps: readonly T[],
): readonly (T | (RefusedStep & { readonly runner: Runner }))[] {
  return steps.map((step) => {
    const id = step.found?.id;
    const same = steps.filter(({ found }) => id !== undefined && found?.id === id);
    if (same.length < 2) return step;
    const stores = same.map(({ runner }) => runner.token).join(" and ");
    return {
      ...{ runner: step.runner, kind: "refused", code: "token-shared" },
      message: `${stores} hold the token of the same runner, ${id}`,
      fix: "delete the token from the wrong one, then run `glrunner runners create`",
    };
  });
}
