import { describe, expect, it } from "vitest";
import { environmentName, takenAs, tokenIn } from "../../../src/config/resolve/token-variable";

describe("a token from the environment", () => {
  it("is named by its reference", () => {
    expect(environmentName("env:TOKEN")).toBe("TOKEN");
    expect(environmentName("env:")).toBeUndefined();
    expect(environmentName("ssm:/env:TOKEN")).toBeUndefined();
  });

  it("reaches Terraform in a variable of its own", () => {
    expect(takenAs("TOKEN")).toBe("TF_VAR_TOKEN");
    expect(takenAs("TF_VAR_token")).toBe("TF_VAR_token");
  });

  it.each<[Record<string, string>, string, string | undefined]>([
    [{}, "TOKEN", undefined],
    [{ TOKEN: "" }, "TOKEN", undefined],
    [{ TOKEN: "a" }, "TOKEN", "a"],
    [{ TF_VAR_TOKEN: "b" }, "TOKEN", "b"],
    // The variable that Terraform reads itself wins.
    [{ TOKEN: "a", TF_VAR_TOKEN: "b" }, "TOKEN", "b"],
    [{ TOKEN: "a", TF_VAR_TOKEN: "" }, "TOKEN", "a"],
    [{ TF_VAR_t: "c", TF_VAR_TF_VAR_t: "d" }, "TF_VAR_t", "c"],
    [{}, "constructor", undefined],
  ])("of %j, %s is %s", (env, name, token) => {
    expect(tokenIn(env, name)).toBe(token);
  });
});
