import { describe, expect, it } from "vitest";
import type { ReportedError } from "../../../../src/cli/context/reported-error";
import { failRun } from "../../../../src/cli/actions/run/run-failure";
import { exitCodes } from "../../../../src/cli";
import type { RunFailure } from "../../../../src/run/outcome";

function ended(
  failure: RunFailure["failure"],
  stacks: RunFailure["stacks"] = [],
  others?: RunFailure["others"],
) {
  const reported: ReportedError[] = [];
  let err = "";
  const terminal = { out: () => undefined, err: (text: string) => void (err += text), interactive: false };
  const call = {
    ...{ env: {}, terminal, json: true, sections: [] },
    print: () => undefined,
    report: (error: ReportedError) => void reported.push(error),
    onInterrupt: () => new AbortController().signal,
  };
  const code = failRun(call, { ok: false, stacks, failure, others });
  return { code, err, error: reported[0] };
}

describe("a run that failed", () => {
  it("is cancelled instead of failed if a plan was not approved", () => {
    const failure = { stack: "vpc", code: "not-approved", errors: ["no"], fix: "" } as const;
    const { code, err, error } = ended(failure);
    expect({ code, err }).toEqual({
      code: exitCodes.cancelled,
      err: "Cancelled: nothing was applied.\n",
    });
    expect(error).toMatchObject({ code: "not-approved" });
    const done = { ok: true, stack: "vpc", skipped: "there" } as const;
    expect(ended({ ...failure, stack: "eks" }, [done]).err).toBe("Cancelled: nothing of eks was applied.\n");
  });

  it("has the id of the error catalogue for a known error of Terraform", () => {
    const failure = { stack: "vpc", during: "apply", errors: ["x"], fix: "wait" } as const;
    const unknown = ended({ ...failure, code: "terraform-failed" });
    expect(unknown.error).toEqual({
      code: "terraform-failed",
      message: "x",
      fix: "wait",
      details: { stack: "vpc", during: "apply", errors: ["x"] },
    });
    const known = ended({ ...failure, code: "terraform-failed", known: "state-locked" });
    expect(known.error?.code).toBe("state-locked");
    expect(known.code).toBe(exitCodes.failed);
    expect(ended({ ...failure, code: "interrupted" }).code).toBe(exitCodes.interrupted);
  });

  it("reports every failed stage, and each next step once", () => {
    const failure = {
      ok: false,
      stack: "vpc",
      during: "plan",
      code: "terraform-failed",
      errors: ["x"],
      fix: "wait",
    } as const;
    const others = [
      { ...failure, stack: "eks", errors: ["y", "z"] },
      { ...failure, stack: "addons", fix: "log in" },
    ];
    const { code, err, error } = ended(failure, [], others);
    expect(code).toBe(exitCodes.failed);
    for (const text of ["vpc: x", "eks: y\n  z", "addons: x"])
      expect(err).toContain(`\n  ${text}\n`.replace(/\n$/, ""));
    expect(err.match(/fix: .*/g)).toEqual(["fix: wait", "fix: log in"]);
    expect(error?.details).toMatchObject({
      stack: "vpc",
      errors: ["x"],
      others: [{ stack: "eks" }, { stack: "addons" }],
    });
  });
});
