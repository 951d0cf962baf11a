import { describe, expect, it } from "vitest";
import { reportWidth } from "../../../../src/cli/actions/run/run-view";

const terminal = {
  out: () => undefined,
  err: () => undefined,
  interactive: true,
  size: () => ({ width: 72, height: 20 }),
};

describe("the width of a report", () => {
  it("is that of the terminal, and unlimited in a file", () => {
    expect(reportWidth({ terminal }, true)).toBe(72);
    expect(reportWidth({ terminal }, false)).toBe(Infinity);
    expect(reportWidth({ terminal: { ...terminal, size: undefined } }, true)).toBe(80);
  });
});
