import { describe, expect, it } from "vitest";
import { secondsOf } from "../../../src/fleet/jobs/duration";

describe("a duration", () => {
  it.each([
    ["2h0m0s", 7200],
    ["90m", 5400],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["45s", 45],
    ["1m500ms", 60.5],
    ["", undefined],
    ["2", undefined],
    ["2d", undefined],
    ["-1h", undefined],
    ["h", undefined],
  ])("%j is %j seconds", (span, seconds) => {
    expect(secondsOf(span)).toBe(seconds);
  });
});
