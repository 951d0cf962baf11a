import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { missingInCi } from "../support/requirement";
import { acceptedFindings, judge, missingCheckov } from "./checkov";

describe("findings of checkov", () => {
  it("need checkov, which CI has", async (context) => {
    expect(await missingInCi(missingCheckov === undefined ? [] : [missingCheckov], context)).toEqual([]);
  });

  it("must be accepted, and an accepted finding must still exist", () => {
    const accepted = acceptedFindings(
      "| check | wants | resource | why |\n| `CKV_AWS_1` | this | `a.b[0]` | costs much |\n| `CKV_AWS_2` | that | `c` | is so |\n",
    );
    expect(accepted).toEqual([
      { check: "CKV_AWS_1", resource: "a.b[0]", why: "costs much" },
      { check: "CKV_AWS_2", resource: "c", why: "is so" },
    ]);
    const findings = [
      { check: "CKV_AWS_1", resource: "a.b[0]" },
      { check: "CKV_AWS_1", resource: "a.b[1]" },
    ];
    expect(judge(findings, accepted)).toEqual({
      open: [{ check: "CKV_AWS_1", resource: "a.b[1]" }],
      needless: [{ check: "CKV_AWS_2", resource: "c", why: "is so" }],
    });
  });

  it("are accepted only with a reason", () => {
    const accepted = acceptedFindings(readFileSync("docs/security.md", "utf8"));
    expect(accepted.length).toBeGreaterThan(5);
    for (const { why } of accepted) expect(why.length).toBeGreaterThan(40);
  });
});
