import { describe, expect, it } from "vitest";
import { lineChanges, sidesText, valueText } from "../../../src/review/reports/value-text";

const bytes = (count: number, of = "a") => Buffer.from(of.repeat(count)).toString("base64");
const change = (before: string, after: string) =>
  sidesText({ path: "a", before, after, forcesReplacement: false });

describe("the text of a value", () => {
  it.each([
    ["a", '"a"'],
    ["", '""'],
    [null, "(none)"],
    [["a", 1], '["a",1]'],
    ["(known after apply)", "(known after apply)"],
  ])("of %j is %s", (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  it("names base64 with its size instead of showing it, also within a text or an object", () => {
    expect(valueText(bytes(1480))).toBe("(base64, 1480 bytes)");
    expect(valueText({ ca: bytes(100) })).toBe('{"ca":"(base64, 100 bytes)"}');
    expect(valueText(`caBundle: ${bytes(200)}.`)).toBe('"caBundle: (base64, 200 bytes)."');
  });

  it("shows short base64, digests, and texts with other characters", () => {
    const shown = [bytes(20), "0123456789abcdef".repeat(8), "glrunner-private-".repeat(20)];
    expect(shown.map(valueText)).toEqual(shown.map((text) => JSON.stringify(text)));
  });

  it("names a certificate", () => {
    expect(valueText(`-----BEGIN CERTIFICATE-----\n${bytes(48)}\n-----END CERTIFICATE-----\n`)).toBe(
      "(certificate)",
    );
  });

  it("shows that two values with the same name differ", () => {
    expect(change(bytes(90), bytes(90, "b"))).toEqual({
      before: "(base64, 90 bytes)",
      after: "(another value)",
    });
    expect(change("(sensitive)", "(sensitive)").after).toBe("(sensitive)");
  });

  it("has no base64 in compared lines", () => {
    expect(lineChanges(`a: 1\nca: ${bytes(90)}\n`, `a: 1\nca: ${bytes(99)}\n`)).toEqual([
      { mark: " ", text: "a: 1" },
      { mark: "-", text: "ca: (base64, 90 bytes)" },
      { mark: "+", text: "ca: (base64, 99 bytes)" },
      { mark: " ", text: "" },
    ]);
  });
});
