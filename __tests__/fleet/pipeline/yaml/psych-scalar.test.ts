import { describe, expect, it } from "vitest";
import { isPsychDate, psychText } from "../../../../src/fleet/pipeline/yaml/psych-scalar";

describe("a plain scalar in Psych", () => {
  it.each([
    ["yes", "true"],
    ["On", "true"],
    ["off", "false"],
    ["NO", "false"],
    ["y", "y"],
    ["~", ""],
    ["Null", ""],
    ["010", "8"],
    ["-010", "-8"],
    ["08", "08"],
    ["0o10", "0o10"],
    ["0x1F", "31"],
    ["0b11", "3"],
    ["1_000", "1000"],
    ["1,000", "1000"],
    ["1:30", "5400"],
    ["1:02:03", "3723"],
    ["1:90", "1:90"],
    ["1.10", "1.1"],
    ["3.0", "3.0"],
    [".5", "0.5"],
    ["1e3", "1e3"],
    ["1.0e+3", "1000.0"],
    ["1.2.3", "1.2.3"],
    [".", "."],
    ["-", "-"],
    [":name", "name"],
    ["20261130123456789012", "20261130123456789012"],
    ["alpine:3.22", "alpine:3.22"],
  ])("%s is %s", (plain, text) => {
    expect(psychText(plain)).toBe(text);
  });

  it.each([
    ["2026-11-30", true],
    ["2026-1-3", true],
    ["2026-11-30 10:00:00", true],
    ["2026-11-30T10:00:00Z", true],
    ["2026-13-30", false],
    ["2026-11", false],
    ["v2026-11-30", false],
    ["2026-11-30-build", false],
  ])("%s is a date: %s", (plain, isDate) => {
    expect(isPsychDate(plain)).toBe(isDate);
  });
});
