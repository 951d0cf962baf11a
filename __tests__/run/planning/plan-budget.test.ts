import { describe, expect, it } from "vitest";
import { memoryNeedMiB } from "../../../src/clients/terraform/sizes";
import { plansAtOnce } from "../../../src/run/planning/plan-budget";
import { configOf } from "../../support/synth";

const config = configOf({ name: "ci", region: "us-west-2" });

/** @param plans how many fit into the memory */
const machine = (cores: number, plans: number) => {
  const kib = Math.ceil(plans * memoryNeedMiB(config) * 1024);
  const info = `MemTotal: ${kib} kB\nMemAvailable: ${kib} kB\n`;
  return { cores, text: (path: string) => Promise.resolve(path === "/proc/meminfo" ? info : undefined) };
};

describe("the number of stages that are planned at the same time", () => {
  it.each([
    [1, 4, 2],
    [2, 9, 4],
    [8, 4, 4],
    [8, 2.9, 2],
    [8, 0.5, 1],
  ])("on %d cores with memory for %d: %d", async (cores, plans, atOnce) => {
    expect(await plansAtOnce(config, machine(cores, plans))).toBe(atOnce);
  });

  it("is one if the memory cannot be read", async () => {
    expect(await plansAtOnce(config, { cores: 8, text: () => Promise.resolve(undefined) })).toBe(1);
  });
});
