import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

describe("text that the synthesizer would replace", () => {
  it("is refused wherever it stands", () => {
    const environment = { A: "${TfToken[TOKEN.3]}" };
    const runners = [{ name: "r", token: "env:TF_VAR_r", environment }];
    expect(found({ runners })).toContain("reserved-text runners[0].environment.A");
    expect(accepted({ runners })).toBe(false);
  });

  it("is not what only looks like it", () => {
    const environment = { A: "${TOKEN} TfToken (x)" };
    expect(found({ runners: [{ name: "r", token: "env:TF_VAR_r", environment }] })).toEqual([]);
  });
});
