import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { statusLine } from "../../../src/cli/terminal/status-line";

describe("the line of a long step", () => {
  let said: string[];
  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const line = (interactive: boolean) =>
    statusLine({
      interactive,
      out: () => undefined,
      err: (text) => said.push(text),
      paint: (_, text) => said.push(`> ${String(text)}`),
      size: () => ({ width: 31, height: 10 }),
    });

  it("is printed at least every ten seconds in a log", () => {
    const status = line(false);
    let size = "";
    status.begin("[1/3] Terraform", () => size);
    vi.advanceTimersByTime(10_000);
    size = "12 of 27 MB";
    vi.advanceTimersByTime(10_000);
    status.end("[1/3] Terraform: done");
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([
      "[1/3] Terraform ...\n",
      "[1/3] Terraform  10s\n",
      "[1/3] Terraform  20s  12 of 27 MB\n",
      "[1/3] Terraform: done\n",
    ]);
  });

  it("is drawn in place on a terminal, within its width, and removed", () => {
    const status = line(true);
    status.begin("[1/3] a name that is far too long for it");
    vi.advanceTimersByTime(1000);
    status.stop();
    expect(said).toEqual(["> [1/3] a name that is far to...", "> [1/3] a name that is far to...", "> "]);
  });
});
