import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdsToken, maskText, maskValue } from "../../src/config/mask";
import { tokenPrefixes } from "../../src/facts/token-prefixes";

describe("masking text", () => {
  it.each([
    ["glrt-abc", "glrt-****"],
    ["x=glpat-abc_1.2=3, y", "x=glpat-****, y"],
    ["GR1348941abc", "GR1348941****"],
    ["https://user:pass@host/x", "https://****@host/x"],
    ["aglrt-abc", "aglrt-abc"],
    ["https://host/@scope", "https://****@scope"],
    ["mailto me@host", "mailto me@host"],
  ])("%s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each(tokenPrefixes)("hides $name", ({ prefix }) => {
    expect(maskText(`x=${prefix}abcdefghijkl.`)).toBe(`x=${prefix}****`);
    expect(holdsToken(`x=${prefix}abcdefghijkl`)).toBe(true);
  });

  it("hides a token anywhere in any text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(maskText(`${before} glrt-SECRETSECRET ${after}`)).not.toContain("SECRETSECRET");
      }),
    );
  });
});

describe("masking values", () => {
  it("hides what stands under a name of a secret, unless it is a reference", () => {
    const value = {
      token: "abc",
      tokenType: "registration",
      runnerToken: "abc",
      DB_PASSWORD: "abc",
      clientSecret: ["abc"],
      inner: [{ token: "env:TOKEN" }, { token: null }],
    };
    expect(maskValue(value)).toEqual({
      token: "****",
      tokenType: "registration",
      runnerToken: "****",
      DB_PASSWORD: "****",
      clientSecret: "****",
      inner: [{ token: "env:TOKEN" }, { token: null }],
    });
  });
});

describe("a literal token", () => {
  it.each([
    ["glrt-abcdefghijkl", true],
    ["glrt-runner", false],
    ["glptt-abcdefghijkl", true],
    ["GR1348941", true],
    ["env:GLRT", false],
  ])("%s: %s", (text, expected) => {
    expect(holdsToken(text)).toBe(expected);
  });
});
