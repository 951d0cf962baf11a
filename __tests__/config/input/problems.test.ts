import { describe, expect, it } from "vitest";
import { formatProblems, problemRows, severityOf } from "../../../src/config";
import { bySeverity, problem, valueText } from "../../../src/config/input/problems";

const cidr = problem({
  code: "cidr-host-bits",
  path: ["network", "cidr"],
  value: "10.0.1.0/16",
  message: "the address lies inside the block /16, not at its beginning",
  allowed: "the first address of the block",
  fix: "write 10.0.0.0/16",
});
const missing = problem({ code: "missing", path: ["name"], message: "m", allowed: "a", fix: "add name" });
const nat = problem({
  code: "nat-none",
  path: ["network", "nat"],
  value: "none",
  message: "m",
  allowed: "a",
  fix: "f",
});

describe("problems as text", () => {
  it("have the path, the given value, the allowed values and the fix", () => {
    expect(formatProblems([cidr])).toBe(
      [
        "error network.cidr: the address lies inside the block /16, not at its beginning [cidr-host-bits]",
        '    given:   "10.0.1.0/16"',
        "    allowed: the first address of the block",
        "    fix:     write 10.0.0.0/16",
        "",
      ].join("\n"),
    );
    expect(formatProblems([missing])).toContain("given:   nothing");
    expect(formatProblems([nat])).toMatch(/^warning network\.nat: /);
    expect(formatProblems([])).toBe("");
  });

  it("shorten long values", () => {
    expect(valueText("x".repeat(500))).toHaveLength(103);
  });
});

describe("problems as JSON", () => {
  it("have their severity, and null for a missing value", () => {
    expect(problemRows([missing, nat])).toEqual([
      { severity: "problem", ...missing, value: null },
      { severity: "warning", ...nat },
    ]);
  });
});

describe("severity", () => {
  it("belongs to the code", () => {
    expect(severityOf("nat-none")).toBe("warning");
    expect(severityOf("literal-token")).toBe("problem");
    expect(bySeverity([nat, cidr, missing])).toEqual({ problems: [cidr, missing], warnings: [nat] });
  });
});
