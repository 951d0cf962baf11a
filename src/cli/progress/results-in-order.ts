/**
 * Keeps the results of a plan in deploy order in a log: stages are planned at the same time, and the result of one that
 * ends early waits for those before it. What a person must know at once does not wait.
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
