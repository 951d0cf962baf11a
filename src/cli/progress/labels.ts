/** Texts that both views use. */
import type { Hold } from "./state";
import { elapsed } from "../terminal/text-width";

export const titles = { deploy: "Deploy", destroy: "Destroy", resume: "Resume", plan: "Plan" } as const;
export const outcomeTexts = {
  done: "done in",
  failed: "failed after",
  cancelled: "cancelled after",
  interrupted: "interrupted after",
} as const;

/** Why the run waits, and when the next attempt starts. */
export function holdText({ why, attempt, until }: Hold, now: number): string {
  if (attempt === undefined) return `waiting: ${why}`;
  const wait = until === undefined ? "" : ` in ${elapsed((until - now) / 1000)}`;
  return `trying again${wait} (attempt ${attempt}): ${why}`;
}
