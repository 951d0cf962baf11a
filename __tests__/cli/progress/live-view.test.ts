import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { liveView } from "../../../src/cli/progress/live-view";
import { render } from "../../../src/cli/progress/render";
import { nothingYet, update } from "../../../src/cli/progress/state";
import type { RunEvent } from "../../../src/run/journal/events";
import { cluster, deploy, events, rest, start } from "./story";
import { Terminal } from "./terminal";

const story = [...deploy, ...rest];

describe("the live view", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const drawn = (past: readonly RunEvent[], columns: number, rows: number) =>
    render(past.reduce(update, nothingYet()), {
      width: columns - 1,
      height: rows - 1,
      now: Date.now(),
    }).map(({ text }) => text);
  const view = (terminal: Terminal) => liveView(terminal);

  it.each([
    [80, 24],
    [30, 24],
    [30, 4],
    [9, 2],
  ])("shows on %s x %s what is rendered, after every event and every second", (columns, rows) => {
    const terminal = new Terminal(columns, rows);
    terminal.write("$ up\r\n");
    const live = view(terminal);
    story.forEach((event, index) => {
      vi.setSystemTime(Date.parse(event.at));
      live.onEvent(event);
      expect(terminal.text).toEqual(["$ up", ...drawn(story.slice(0, index + 1), columns, rows)]);
      vi.advanceTimersByTime(1000);
      expect(terminal.text).toEqual(["$ up", ...drawn(story.slice(0, index + 1), columns, rows)]);
      expect(terminal.cursor.column).toBe(0);
      expect(terminal.cursor.row).toBe(terminal.text.length);
    });
    live.end();
  });

  it("writes only changes, in one write, and nothing without a change", () => {
    const written: string[] = [];
    const live = liveView(
      { write: (text) => written.push(String(text)), columns: 80, rows: 24 },
      { now: () => start + 83_000 },
    );
    deploy.forEach(live.onEvent);
    written.splice(0);
    vi.advanceTimersByTime(5000);
    expect(written).toEqual([]);
    const address = "aws_iam_role.fargate";
    events([83, { kind: "resource-failed", stack: "eks", address, action: "create" }]).forEach(live.onEvent);
    expect(written).toHaveLength(1);
    expect(written[0]).not.toContain("vpc");
    expect(written[0]).not.toContain("Deploy");
    expect(written[0]).toContain("1 failed");
    live.end();
  });

  it("adapts to the size of the terminal", () => {
    const terminal = new Terminal(80, 24);
    const live = view(terminal);
    deploy.forEach(live.onEvent);
    for (const [columns, rows] of [
      [30, 24],
      [100, 24],
      [100, 6],
      [20, 10],
      [60, 30],
    ] as const) {
      terminal.resize(columns, rows);
      vi.advanceTimersByTime(1000);
      // What was above the screen has scrolled away and cannot be taken back.
      expect(terminal.text.slice(-drawn(deploy, columns, rows).length)).toEqual(drawn(deploy, columns, rows));
    }
    live.end();
  });

  it("does not leave a broken line behind when the terminal becomes narrower", () => {
    const terminal = new Terminal(80, 40);
    terminal.write("before\r\n");
    const live = view(terminal);
    deploy.forEach(live.onEvent);
    terminal.resize(30, 40);
    vi.advanceTimersByTime(1000);
    expect(terminal.text).toEqual(["before", ...drawn(deploy, 30, 40)]);
    live.end();
  });

  it("leaves the terminal to a review and continues below it", () => {
    const terminal = new Terminal(80, 24);
    const live = view(terminal);
    deploy.slice(0, 8).forEach(live.onEvent);
    live.pause();
    expect(terminal.text).toEqual([]);
    terminal.write("Approve? yes\r\n");
    vi.advanceTimersByTime(60_000);
    expect(terminal.text).toEqual(["Approve? yes"]);
    deploy.slice(8).forEach(live.onEvent);
    expect(terminal.text).toEqual(["Approve? yes", ...drawn(deploy, 80, 24)]);
    live.end();
  });

  it("ends with the last state and draws nothing after it", () => {
    const terminal = new Terminal(80, 24);
    const live = view(terminal);
    const all = [...deploy, ...events([90, { kind: "run-ended", outcome: "interrupted", seconds: 90 }])];
    all.forEach(live.onEvent);
    live.end();
    const { writes, text } = terminal;
    vi.advanceTimersByTime(10_000);
    live.end();
    live.expectWork("eks", []);
    expect(text).toEqual(drawn(all, 80, 24));
    expect(text[0]).toBe("Deploy interrupted after 1m30s");
    expect(terminal.writes).toBe(writes);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("shows what an interrupted run waits for, until it has ended", () => {
    const terminal = new Terminal(80, 24);
    const live = view(terminal);
    deploy.forEach(live.onEvent);
    live.stopping("Stopping: waiting for Terraform.");
    expect(terminal.text[1]).toBe("  Stopping: waiting for Terraform.");
    events([90, { kind: "run-ended", outcome: "interrupted", seconds: 90 }]).forEach(live.onEvent);
    expect(terminal.text[0]).toBe("Deploy interrupted after 1m30s");
    expect(terminal.text[2]).toBe("eks      stopped     1/26   1m29s");
    expect(terminal.text.join("\n")).not.toContain("Stopping");
    live.end();
  });

  it("prints nothing before the first event", () => {
    const terminal = new Terminal(80, 24);
    const live = view(terminal);
    vi.advanceTimersByTime(3000);
    live.end();
    expect(terminal.writes).toBe(0);
  });

  it("uses the work of the plan for its estimate", () => {
    const terminal = new Terminal(100, 24);
    const live = view(terminal);
    vi.setSystemTime(start + 83_000);
    deploy.forEach(live.onEvent);
    const before = terminal.text[0];
    live.expectWork("eks", [{ address: cluster, action: "create" }]);
    expect(terminal.text[0]).not.toBe(before);
    live.end();
  });
});
