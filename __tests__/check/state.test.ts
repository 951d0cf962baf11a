import { describe, expect, it } from "vitest";
import { executionFinding, stateFindings } from "../../src/check/state";
import { configOf } from "../config/samples";

const remote = configOf({ state: { backend: "remote", organization: "acme" } });
const question = { config: configOf(), env: {}, home: "/nowhere", stateProblem: undefined, offline: false };

describe("the state in check", () => {
  it("of another cluster is an error with a fix, and an unreadable one is unknown", async () => {
    const other = { message: "the state belongs to cluster b", fix: "use its name" };
    expect(await stateFindings({ ...question, stateProblem: other })).toMatchObject([
      { id: "state.owner", area: "state", level: "error", what: other.message, fix: other.fix },
    ]);
    expect(await stateFindings({ ...question, stateProblem: { message: "no access" } })).toMatchObject([
      { id: "state.readable", level: "unknown" },
    ]);
    expect(await stateFindings(question)).toEqual([]);
  });

  it("in HCP Terraform needs a token, except in an offline check", async () => {
    expect(await stateFindings({ ...question, config: remote })).toMatchObject([
      { id: "state.execution", level: "unknown", fix: "terraform login app.terraform.io" },
    ]);
    expect(await stateFindings({ ...question, config: remote, offline: true })).toEqual([]);
  });

  it.each([
    [{ ok: true, exists: true, mode: "local" }, "ok"],
    [{ ok: true, exists: true, mode: "remote" }, "error"],
    [{ ok: true, exists: true, mode: "agent" }, "error"],
    [{ ok: true, exists: false, mode: "local" }, "ok"],
    [{ ok: true, exists: false, mode: "remote" }, "error"],
    [{ ok: false, reason: "it answered 503" }, "unknown"],
  ] as const)("with %o is %s", (mode, level) => {
    expect(executionFinding("glrunner-eks", mode, "acme")).toMatchObject({
      id: "state.execution.glrunner-eks",
      level,
    });
  });

  it("names the place where the execution mode is set", () => {
    const fix = (exists: boolean) => executionFinding("w", { ok: true, exists, mode: "remote" }, "acme").fix;
    expect(fix(true)).toBe("set the execution mode of workspace w to local");
    expect(fix(false)).toContain("organization acme");
  });
});
