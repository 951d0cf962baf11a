/** Two places with tokens of one runner: what is done about one undoes the other, so that neither is touched. */
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
    const places = same.map(({ runner }) => runner.token).join(" and ");
    return {
      ...{ runner: step.runner, kind: "refused" },
      message: `${places} hold the token of one runner, ${id}`,
      fix: "delete it where it does not belong, and `glrunner runners create` makes a runner for that place",
    };
  });
}
