import { describe, expect, it } from "vitest";
import accepted from "./accepted-advisories.json";
import { acceptedSchema, judgeAudit } from "./advisories";

const url = "https://github.com/advisories/GHSA-0000-0000-0001";
const report = {
  auditReportVersion: 2,
  vulnerabilities: {
    inner: { via: [{ url, title: "reads too far", severity: "high", name: "inner" }] },
    outer: { via: ["inner"] },
  },
};
const acceptance = {
  advisory: url,
  package: "inner",
  reason: "glrunner does not call the vulnerable function",
  judged: "2026-11-28",
};

describe("advisories", () => {
  it("must be accepted, and an accepted advisory must still exist", () => {
    const text = `inner: high: reads too far: ${url}`;
    expect(judgeAudit(report, [])).toEqual({ asked: true, open: [text], needless: [] });
    expect(judgeAudit(report, [acceptance])).toEqual({ asked: true, open: [], needless: [] });
    const clean = { auditReportVersion: 2, vulnerabilities: {} };
    expect(judgeAudit(clean, [acceptance])).toEqual({ asked: true, open: [], needless: [url] });
  });

  it("are unknown if the registry has no audit service", () => {
    expect(judgeAudit({ message: "405 Method Not Allowed" }, [])).toEqual({
      asked: false,
      why: "405 Method Not Allowed",
    });
  });

  it("are accepted only with a reason and a date", () => {
    expect(acceptedSchema.safeParse(accepted).success).toBe(true);
    expect(acceptedSchema.safeParse([{ ...acceptance, judged: "soon" }]).success).toBe(false);
  });
});
