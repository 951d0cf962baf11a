import { describe, expect, it } from "vitest";
import { certificateSeconds, jobStartErrors, retryLimits } from "../../../src/facts/gitlab/job-start-errors";

/** Seconds from the first attempt to the last one: the pause is 0.5 s, doubles, and is at most 2 s. */
function waitedSeconds(attempts: number): number {
  return Array.from({ length: attempts - 1 }, (_, at) => Math.min(2, 0.5 * 2 ** at)).reduce(
    (sum, pause) => sum + pause,
    0,
  );
}

describe("attempts", () => {
  it("outlast the time that a new kubelet has no certificate, which the runner's own five do not", () => {
    expect(waitedSeconds(5)).toBe(5.5);
    expect(waitedSeconds(retryLimits["tls: internal error"] ?? 0)).toBeGreaterThan(certificateSeconds);
  });

  it("are for texts of which none is part of another, since the runner takes whichever it finds first", () => {
    const texts = Object.keys(retryLimits);
    const within = texts.filter((one) => texts.some((other) => other !== one && other.includes(one)));
    expect(within).toEqual([]);
    expect(texts.length).toBe(6);
  });

  it("are not for a kubelet that is gone: a job on a lost Spot node would wait in vain", () => {
    expect(jobStartErrors.find(({ text }) => text === "error dialing backend")).not.toHaveProperty(
      "attempts",
    );
  });
});
