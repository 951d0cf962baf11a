import { describe, expect, it } from "vitest";
import { calendar } from "../../../src/check/versions/calendar";
import { maxTableAgeDays } from "../../../src/facts/fact-table";
import { tableAges } from "../../../src/facts/tables";
import { versions, versionsText } from "../../../src/check/versions/versions";
import { containing } from "../containing";
import { configOf, runner } from "../../config/samples";

const found = (on: string, change: Readonly<Record<string, unknown>> = {}, created = false) =>
  calendar({ config: configOf(change), on, created });
const kubernetes = (...given: Parameters<typeof found>) =>
  found(...given).find(({ id }) => id === "calendar.kubernetes");

describe("calendar", () => {
  it("passes a version with long support", () => {
    expect(found("2026-11-24").map(({ id, level }) => `${id} ${level}`)).toEqual([
      "calendar.kubernetes ok",
      "calendar.karpenter ok",
      "calendar.node-image ok",
      "calendar.facts warning",
    ]);
  });

  it.each([
    ["2026-12-31", "warning"],
    ["2027-01-01", "ok"],
  ])("judges a machine image of %s, which is 120 days or more before 2027-05-01: %s", (day, level) => {
    const image = `al2023@v${day.replaceAll("-", "")}`;
    const of = (nodes: object) =>
      found("2027-05-01", { addons: { karpenter: { nodes } } }).find(
        ({ id }) => id === "calendar.node-image",
      );
    expect(of({ image })?.level).toBe(level);
    expect(of({ image: "al2023@latest" })).toBeUndefined();
  });

  it.each([
    ["1.15.0", "2027-12-31", "ok"],
    ["1.14.1", "2026-10-10", "ok"],
    ["1.14.1", "2026-10-11", "warning"],
    ["1.12.2", "2026-11-30", "warning"],
    ["1.9.1", "2027-02-28", "ok"],
    ["1.9.1", "2027-03-01", "warning"],
  ])("judges Karpenter %s on %s by the end of its patches: %s", (karpenter, on, level) => {
    const finding = found(on, { versions: { karpenter } }).find(({ id }) => id === "calendar.karpenter");
    expect(finding?.level).toBe(level);
    expect(finding?.fix?.includes("versions.karpenter to 1.15.0") ?? false).toBe(level === "warning");
  });

  it("names exactly the tables of facts that are too old on the day", () => {
    const facts = (on: string) => found(on).find(({ id }) => id === "calendar.facts")?.what ?? "";
    for (const { table, days } of tableAges("2026-11-30")) {
      expect(facts("2026-11-30").includes(table.name)).toBe(days > maxTableAgeDays);
    }
    expect(facts("2026-07-20")).toBe("");
    expect(facts("2027-06-01")).toContain(
      "Karpenter charts by Kubernetes version (2026-11-30, 183 days ago)",
    );
  });

  it.each([
    ["2026-12-26", "ok", "until 2027-03-27"],
    ["2026-12-27", "warning", "for 90 more days; then it costs $0.60 an hour"],
    ["2027-03-01", "warning", "for 26 more days"],
    ["2027-03-27", "warning", "for 0 more days"],
    ["2027-03-28", "warning", "extended support ($0.60 an hour instead of $0.10 an hour) until 2028-03-27"],
    ["2028-03-01", "warning", "for 26 more days; then EKS upgrades the cluster itself"],
    ["2028-03-28", "error", "EKS creates no cluster with Kubernetes 1.35"],
    ["2026-01-01", "error", "does not offer Kubernetes 1.35"],
  ])("on %s is %s of the default: %s", (on, level, words) => {
    const finding = kubernetes(on);
    expect(finding?.level).toBe(level);
    expect(finding?.what).toContain(words);
  });

  it("proposes versions other than the current one", () => {
    expect(kubernetes("2027-03-01")?.fix).toMatch(/`glrunner upgrade`.* to one of 1\.36$/);
    expect(kubernetes("2030-01-01")?.fix).toBe("update glrunner");
  });

  it("only warns if an unsupported version is deployed or will be adopted", () => {
    expect(kubernetes("2028-03-28", {}, true)?.level).toBe("warning");
    const tutorial = kubernetes("2026-11-24", { versions: { set: "tutorial" } });
    expect(tutorial).toMatchObject({ level: "warning", fix: containing("versions.set: current") });
  });

  it("names the GitLab Runner of the chart if there are runners", () => {
    const chart = (runnerChart: string) =>
      found("2026-11-24", { runners: [runner()], versions: { runnerChart } }).find(
        ({ id }) => id === "calendar.runner-chart",
      );
    expect(chart("0.90.0")).toMatchObject({ level: "ok", what: "chart 0.90.0 installs GitLab Runner 19.1" });
    expect(chart("0.95.0")?.level).toBe("unknown");
  });

  it("does not mention Karpenter without Karpenter", () => {
    const ids = found("2026-11-24", { addons: { karpenter: { enabled: false } } }).map(({ id }) => id);
    expect(ids).toEqual(["calendar.kubernetes", "calendar.facts"]);
  });
});

describe("versions", () => {
  it("has a row for each version, with its state and price on the day", () => {
    const { rows, configured } = versions("2026-11-24", configOf());
    expect(rows.find((row) => row.kubernetes === "1.35")).toEqual({
      kubernetes: "1.35",
      state: "standard",
      released: "2026-01-28",
      endOfStandard: "2027-03-27",
      endOfExtended: "2028-03-27",
      pricePerHour: 0.1,
      karpenter: "1.9.0 to below 1.16.0",
      configured: true,
    });
    expect(rows.find((row) => row.kubernetes === "1.32")).toMatchObject({
      state: "extended",
      pricePerHour: 0.6,
    });
    expect(rows.find((row) => row.kubernetes === "1.24")).not.toHaveProperty("pricePerHour");
    expect(configured).toMatchObject({ set: "current", kubernetes: "1.35" });
  });

  it("prints the versions that can be created, and marks the configured one", () => {
    const text = versionsText(versions("2026-11-24", configOf()));
    expect(text).toContain(
      "1.35 *      standard  2027-03-27      2028-03-27      $0.10 an hour  1.9.0 to below 1.16.0",
    );
    expect(text).toContain("No longer created: 1.23, 1.24");
    expect(text).toContain("Configured (*): set current, Kubernetes 1.35");
    expect(text).not.toMatch(/ \n/);
  });

  it("shows a configured version that EKS no longer creates, and works without a configuration", () => {
    const tutorial = configOf({ versions: { set: "tutorial" } });
    expect(versionsText(versions("2026-11-24", tutorial))).toMatch(/^1\.24 \* {6}gone/m);
    expect(versions("2026-11-24")).not.toHaveProperty("configured");
    expect(versionsText(versions("2026-02-01"))).toContain("from 2026-06-02");
  });
});
