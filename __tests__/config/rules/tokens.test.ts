import { describe, expect, it } from "vitest";
import { accepted, found, runner } from "../samples";

const registration = runner({ tokenType: "registration" });
const old = "registration-token runners[0].tokenType";
const wrong = "token-type-mismatch runners[0].tokenType";

describe("the kind of a token", () => {
  const glrt = { TOKEN: "glrt-abcdefghij0123456789" };
  const GR = { TOKEN: "GR1348941abcdefghij0123456" };
  it("is checked if the environment has the token", () => {
    expect(found({ runners: [registration] }, { env: glrt })).toEqual([wrong]);
    expect(found({ runners: [runner()] }, { env: GR })).toEqual([wrong]);
    expect(found({ runners: [runner()] }, { env: { TF_VAR_TOKEN: GR.TOKEN } })).toEqual([wrong]);
  });

  it("matches, or is unknown", () => {
    expect(found({ runners: [runner()] }, { env: glrt })).toEqual([]);
    expect(found({ runners: [registration] }, { env: GR })).toEqual([old]);
    expect(found({ runners: [runner()] }, { env: { OTHER: GR.TOKEN } })).toEqual([]);
    expect(found({ runners: [runner({ token: "ssm:/TOKEN" })] }, { env: GR })).toEqual([]);
  });

  it("causes a warning if GitLab removes it", () => {
    expect(accepted({ runners: [registration] })).toBe(true);
    expect(found({ runners: [registration] })).toEqual([old]);
  });
});

describe("a token from the environment", () => {
  const path = "runners[0].token";
  it.each([
    ["env:RUNNER_TOKEN", []],
    ["env:TF_VAR_runner_token", []],
    ["env:VERSION", []],
    ["ssm:/version", []],
    ["env:version", [`token-variable-name ${path}`]],
    ["env:TF_VAR_source", [`token-variable-name ${path}`]],
    ["env:TF_VAR_", [`token-variable-name ${path}`]],
    ["env:TF_VAR_1st", [`token-variable-name ${path}`]],
  ])("%s has a valid name of a Terraform variable", (token, expected) => {
    expect(found({ runners: [runner({ token })] })).toEqual(expected);
  });
});
