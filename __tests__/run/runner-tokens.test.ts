import { describe, expect, it } from "vitest";
import { missingTokens, tokenVariables } from "../../src/run/runner-tokens";
import { configOf, runner } from "../config/samples";

const config = configOf({
  runners: [runner(), runner({ name: "b", token: "env:TF_VAR_b" }), runner({ name: "c", token: "ssm:/c" })],
});
const stages = [{ name: "runners", folder: "/runners" }] as const;

describe("runner tokens of a run", () => {
  it("are passed to Terraform in its variables", () => {
    expect(tokenVariables(config, { TOKEN: "a", TF_VAR_b: "b" })).toEqual({
      TF_VAR_TOKEN: "a",
      TF_VAR_b: "b",
    });
    expect(tokenVariables(config, { TOKEN: "a", TF_VAR_TOKEN: "" })).toEqual({ TF_VAR_TOKEN: "a" });
    expect(tokenVariables(config, { TOKEN: "a", TF_VAR_TOKEN: "own" })).toEqual({ TF_VAR_TOKEN: "own" });
  });

  it("are reported by name if a stage needs them and they are missing", () => {
    expect(missingTokens(config, stages, { TOKEN: "a", TF_VAR_TOKEN: "" })).toEqual(["TF_VAR_b"]);
    expect(missingTokens(config, [{ name: "vpc", folder: "/vpc" }], {})).toEqual([]);
  });
});
