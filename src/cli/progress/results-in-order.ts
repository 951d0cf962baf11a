/**
 * Sorts the results of a plan into deploy order for a log. Stages are planned at the same time, so the result of a stage
 * that ends early waits for the stages before it. All other lines are written at once.
 */
import type { RunEvent } from "../../run/journal/events";
import type { Progress } from "./state";

interface ResultsInOrder {
  /** @returns the lines to write now: those of the event, or those that waited for it */
  readonly sorted: (state: Progress, event: RunEvent, lines: readonly string[]) => readonly string[];
}

const results = ["planned", "stack-failed", "stack-skipped"];

export function resultsInOrder(): ResultsInOrder {
  const waiting = new Map<string, readonly string[]>();
  let order: readonly string[] = [];
  const released = ({ stages, ended }: Progress) => {
    const isOpen = (stage: string) =>
      stages.some(({ name, state }) => name === stage && (state === "waiting" || state === "running"));
    const open = ended === undefined ? order.findIndex(isOpen) : -1;
    return order.slice(0, open === -1 ? undefined : open).flatMap((name) => {
      const lines = waiting.get(name) ?? [];
      waiting.delete(name);
      return lines;
    });
  };
  return {
    sorted: (state, event, lines) => {
      if (event.kind === "run-started" && event.command === "plan") order = event.stacks;
      if (event.kind === "run-ended") return [...released(state), ...lines];
      if (!("stack" in event) || !order.includes(event.stack) || !results.includes(event.kind)) return lines;
      waiting.set(event.stack, lines);
      return released(state);
    },
  };
}
