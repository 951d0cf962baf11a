/**
 * What a person sees of whole runs. The events are those of real runs: `streams` has what the journal recorded of runs of
 * glrunner.yaml on the emulator, on 2026-11-30.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { liveView } from "../../../src/cli/progress/live-view";
import { plainView } from "../../../src/cli/progress/plain-view";
import { runEventSchema, type RunEvent } from "../../../src/run/journal/events";
import { Terminal } from "./terminal";

const names = ["plan", "plan-at-once", "deploy", "destroy", "interrupted", "resume", "failed"] as const;

function streamOf(name: string): readonly RunEvent[] {
  const text = readFileSync(join(import.meta.dirname, "streams", `${name}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => runEventSchema.parse(JSON.parse(line)));
}

/** Plays the first events to a view at their times. */
function played(name: string, share: number): Terminal {
  const terminal = new Terminal(90, 20);
  const events = streamOf(name);
  const live = liveView(terminal);
  for (const event of events.slice(0, Math.ceil(events.length * share))) {
    vi.setSystemTime(Date.parse(event.at));
    live.onEvent(event);
  }
  vi.advanceTimersByTime(1000);
  live.end();
  return terminal;
}

describe("the screen of a run", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("has the text of the golden file, half-way and at the end", async () => {
    const screens = names.flatMap((name) => [
      `== ${name}, half-way`,
      ...played(name, 0.5).screen,
      `== ${name}, at the end`,
      ...played(name, 1).screen,
      "",
    ]);
    await expect(screens.join("\n")).toMatchFileSnapshot("../../goldens/screens.txt");
  });

  it.each(["plan", "plan-at-once", "deploy", "destroy", "resume"])(
    "of a successful %s ends without red",
    (name) => {
      const { screen } = played(name, 1);
      expect(screen[0]).toMatch(/^green +\| \w+ done in /);
      expect(screen.filter((line) => line.startsWith("red"))).toEqual([]);
      expect(screen.join("\n")).not.toContain("failed");
    },
  );

  it.each([
    ["interrupted", "yellow", "stopped"],
    ["failed", "red", "failed"],
  ])("of a run that %s ends in %s", (name, color, word) => {
    const { screen } = played(name, 1);
    expect(screen[0]).toMatch(new RegExp(`^${color}`));
    expect(screen[2]).toMatch(new RegExp(`^${color} +\\| addons +${word}`));
  });

  it.each(names)("of %s counts the completed changes after the plan", (name) => {
    const planned = streamOf(name).some(({ kind }) => kind === "planned");
    expect(planned).toBe(name !== "failed");
    const { text } = played(name, 1);
    expect(text.some((line) => /\d+\/\d+|\d+ to do/.test(line))).toBe(planned);
  });

  it("is written line by line in a log, without control characters", () => {
    const written = names.map((name) => {
      let log = "";
      const view = plainView({ write: (text) => (log += text) });
      streamOf(name).forEach(view.onEvent);
      view.end();
      return [name, log.trim().split("\n").at(-1)];
    });
    expect(written).toMatchObject([
      ["plan", expect.stringContaining("Plan done in 1m36s")],
      ["plan-at-once", expect.stringContaining("Plan done in 1m23s")],
      ["deploy", expect.stringContaining("Deploy done in 53s")],
      ["destroy", expect.stringContaining("Destroy done in 2m13s")],
      ["interrupted", expect.stringContaining("Deploy interrupted after 51s")],
      ["resume", expect.stringContaining("Resume done in 1m19s")],
      ["failed", expect.stringContaining("Deploy failed after 0s")],
    ]);
  });
});
