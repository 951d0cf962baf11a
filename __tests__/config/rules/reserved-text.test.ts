import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

describe("text that the synthesizer would replace", () => {
  it("is refused at any path", () => {
    const environment = { A: "${TfToken[TOKEN.3]}" };
    const runners = [{ name: "r", token: "env:TF_VAR_r", environment }];
    expect(found({ runners })).toContain("reserved-text runners[0].environment.A");
    expect(accepted({ runners })).toBe(false);
  });

  it("is not refused if it only looks similar", () => {
    const environment = { A: "${TOKEN} TfToken (x)" };
    expect(found({ runners: [{ name: "r", token: "env:TF_VAR_r", environment }] })).toEqual([]);
  });
});

describe("text that YAML or JavaScript would change", () => {
  const environment = (value: string) => ({
    runners: [{ name: "r", token: "env:TF_VAR_r", environment: { A: value } }],
  });

  it.each(["a\u2028b", "a\u0085b", "a\u0000b", "a\uFFFEb", "a\uD800b"])("is refused: %j", (value) => {
    expect(found(environment(value))).toEqual(["reserved-text runners[0].environment.A"]);
  });

  it.each(["a\tb\nc", "é ü 漢 🚀", "a\u00A0b"])("is not refused: %j", (value) => {
    expect(found(environment(value))).toEqual([]);
  });

  it("includes a key with a special meaning in JavaScript", () => {
    const tags: unknown = JSON.parse('{ "__proto__": "x" }');
    expect(found({ tags })).toContain("reserved-text tags.__proto__");
  });

  it("is found in extra TOML after its escapes are read", () => {
    const extraToml = '[[runners]]\n  a = "TfTo\\u006ben[TOKEN.0]"\n';
    const runners = [{ name: "r", token: "env:TF_VAR_r", extraToml }];
    expect(found({ runners })).toEqual(["reserved-text runners[0].extraToml.runners[0].a"]);
  });
});

describe("an address that only a URL parser accepts", () => {
  it("is refused", () => {
    const runners = [{ name: "r", token: "env:TF_VAR_r", gitlabUrl: "https://git\nlab.com" }];
    expect(found({ runners })).toEqual(["reserved-text runners[0].gitlabUrl"]);
    expect(found({ state: { backend: "http", address: "https://h/?x=1" } })).toEqual([
      "reserved-text state.address",
    ]);
  });
});
