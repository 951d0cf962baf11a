import { describe, expect, it } from "vitest";
import { providerPins } from "../../../modules/pins";
import { accepted, found } from "../samples";

describe("provider versions", () => {
  it.each([
    ["aws", "4.57.0", "5.100.0", "4.56.0"],
    ["aws", "5.0.0", "5.99.9", "6.0.0"],
    ["helm", "2.4.1", "2.17.0", "3.0.0"],
    ["helm", "2.5.0", "2.99.0", "2.4.0"],
    ["kubernetes", "2.36.0", "2.38.0", "2.35.1"],
    ["kubernetes", "2.37.0", "2.38.0", "3.0.0"],
    ["kubectl", "1.14.0", "1.19.0", "1.13.1"],
    ["kubectl", "1.15.0", "1.19.0", "2.0.0"],
    ["time", "0.9.0", "0.13.1", "1.0.0"],
    ["tls", "3.0.0", "4.1.0", "5.0.0"],
    ["cloudinit", "2.0.0", "2.3.7", "3.0.0"],
  ])("%s: %s and %s, not %s", (name, oldest, newest, refused) => {
    const given = (version: string) => ({ versions: { providers: { [name]: version } } });
    expect(found(given(oldest))).toEqual([]);
    expect(found(given(newest))).toEqual([]);
    expect(found(given(refused))).toEqual([`provider-unfit versions.providers.${name}`]);
  });

  it("include the pinned versions", () => {
    const providers = Object.fromEntries(
      Object.entries(providerPins).map(([name, { version }]) => [name, version]),
    );
    expect(found({ versions: { providers } })).toEqual([]);
  });
});

describe("the runner chart", () => {
  const path = "versions.runnerChart";
  it.each([
    ["0.84.0", []],
    ["0.90.1", []],
    ["0.83.3", [`runner-chart-too-old ${path}`]],
    ["0.95.0", [`runner-chart-unverified ${path}`]],
    ["1.0.0", [`runner-chart-unverified ${path}`]],
  ])("%s", (runnerChart, expected) => {
    expect(found({ versions: { runnerChart } })).toEqual(expected);
  });

  it("may be newer than any checked chart", () => {
    expect(accepted({ versions: { runnerChart: "0.95.0" } })).toBe(true);
  });
});
