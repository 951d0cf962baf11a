import { describe, expect, it } from "vitest";
import { formatOfFile } from "../../../src/review/reports/formats";

describe("the format of a report file", () => {
  it.each([
    ["plan.html", "html"],
    [".html", "html"],
    ["a/plan.2.md", "markdown"],
    ["plan.json", "gitlab"],
    ["plan.txt", undefined],
    ["html", undefined],
  ])("%s is %s", (name, format) => {
    expect(formatOfFile(name)).toBe(format);
  });
});
