import { describe, expect, it } from "vitest";
import { certificateSeconds, jobStartErrors, retryLimits } from "../../../src/facts/gitlab/job-start-errors";

/** Seconds from the first attempt to the last one: the pause is 0.5 s, doubles, and is at most 2 s. */
function waitedSeconds(attempts: number): number {
  return Array.from({ length: attempts - 1 }, (_, at) => Math.min(2, 0.5 * 2 ** at)).reduce(
    (sum, pause) => sum + pause,
    0,
  );
}

describe("retryLimits", () => {
  it("retries longer than a new kubelet lacks its certificate, unlike the runner's five attempts", () => {
    expect(waitedSeconds(5)).toBe(5.5);
    expect(waitedSeconds(retryLimits["tls: internal error"] ?? 0)).toBeGreaterThan(certificateSeconds);
  });

  it("has no text that is part of another, since the runner uses the first match", () => {
    const texts = Object.keys(retryLimits);
    const within = texts.filter((one) => texts.some((other) => other !== one && other.includes(one)));
    expect(within).toEqual([]);
    expect(texts.length).toBe(6);
  });

  it("does not retry if the kubelet no longer exists, as after a Spot interruption", () => {
    expect(jobStartErrors.find(({ text }) => text === "error dialing backend")).not.toHaveProperty(
      "attempts",
    );
  });
});
