import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fargateVcpu } from "../../../src/fleet/capacity/resource-demand";
import { parseConfig } from "../../../src/config";
import { pathText, valueAt, isMapping, type Path } from "../../../src/config/paths";
import { presetNames, presets } from "../../../src/config/presets";
import { commonReasons } from "../../../src/config/presets/reasons";
import { thousandVcpu } from "../../../src/config/presets/thousand";
import { keysAt } from "../../../src/config/input/schema-nodes";
import { awsLimits } from "../../../src/facts/limits";
import { configOf, configOfYaml, parseOptions } from "../../support/synth";

/** The path of the value and of all values below it. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const below = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : isMapping(value)
      ? Object.entries(value)
      : [];
  return [path, ...below.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

const runnersOf = (name: (typeof presetNames)[number]) =>
  configOf(presets[name].input).runners.map(({ name: runner, compute, concurrent, token }) => ({
    ...{ runner, compute, concurrent, token },
  }));

describe.each(presetNames)("preset %s", (name) => {
  const { input, reasons } = presets[name];

  it("has no problem, and only the warning about an open endpoint", () => {
    const parsed = parseConfig(input, parseOptions);
    const old = name === "tutorial" ? ["kubernetes-adopt-only"] : [];
    expect(parsed.ok && parsed.warnings.map(({ code }) => code)).toEqual([...old, "endpoint-open"]);
  });

  it("has its keys in the order of the reference", () => {
    for (const path of pathsOf(input)) {
      const value = valueAt(input, path);
      if (!isMapping(value)) continue;
      const order = keysAt(path).filter((key) => Object.hasOwn(value, key));
      expect(Object.keys(value)).toEqual(order);
    }
  });

  it("has a reason for every section, and none for a missing key", () => {
    const all = { ...commonReasons, ...reasons };
    expect(Object.keys(input).filter((section) => !Object.hasOwn(all, section))).toEqual([]);
    const there = pathsOf(input).map(pathText);
    expect(Object.keys(reasons).filter((path) => !there.includes(path))).toEqual([]);
  });
});

describe("presets", () => {
  it("use every common reason", () => {
    const there = new Set(presetNames.flatMap((name) => pathsOf(presets[name].input).map(pathText)));
    expect(Object.keys(commonReasons).filter((path) => !there.has(path))).toEqual([]);
  });

  it("tutorial has the tutorial's layout, versions, names and state", () => {
    expect(configOf(presets.tutorial.input)).toMatchObject({
      ...{ name: "glrunner", region: "us-west-2", layout: "single" },
      versions: { set: "tutorial", kubernetes: "1.24", karpenter: "v0.23.0" },
      state: { backend: "local", directory: "/home/user/tfstate" },
      runners: [],
    });
  });

  it("small is one runner of 50 without Karpenter, whose standing pods fit into a new account", () => {
    const config = configOf(presets.small.input);
    expect(runnersOf("small")).toEqual([
      { runner: "fargate", compute: "fargate", concurrent: 50, token: "env:TF_VAR_fargate_token" },
    ]);
    expect(config.addons.karpenter.enabled).toBe(false);
    const { managers, system, total } = fargateVcpu(config);
    expect(managers + system).toBeLessThanOrEqual(awsLimits.fargateVcpuQuota / 2);
    expect(total).toBeGreaterThan(awsLimits.fargateVcpuQuota);
  });

  it("standard is two runners of 200 on Fargate and Spot, too large for a new account", () => {
    expect(runnersOf("standard")).toEqual([
      { runner: "fargate", compute: "fargate", concurrent: 200, token: "env:TF_VAR_fargate_token" },
      { runner: "spot", compute: "spot", concurrent: 200, token: "env:TF_VAR_spot_token" },
    ]);
    const { managers, system } = fargateVcpu(configOf(presets.standard.input));
    expect(managers + system).toBeGreaterThan(awsLimits.fargateVcpuQuota);
  });

  it("thousand is five managers of 200 with one token", () => {
    const runners = runnersOf("thousand");
    expect(runners).toHaveLength(5);
    expect(runners.reduce((sum, { concurrent }) => sum + concurrent, 0)).toBe(1000);
    expect(new Set(runners.map(({ compute }) => compute))).toEqual(new Set(["fargate"]));
    expect(new Set(runners.map(({ token }) => token))).toEqual(new Set(["env:TF_VAR_fargate_token"]));
    expect(new Set(runners.map(({ runner }) => runner)).size).toBe(5);
  });

  it("standard is the example glrunner.yaml, except that the example's managers fit into a new account", () => {
    const example = configOfYaml(readFileSync("glrunner.yaml", "utf8"));
    const { input } = presets.standard;
    const [fargate, spot] = input.runners ?? [];
    expect(example).toEqual(configOf({ ...input, runners: [fargate, { ...spot, concurrent: 100 }] }));
    const { managers, system } = fargateVcpu(example);
    expect(managers + system).toBeLessThanOrEqual(awsLimits.fargateVcpuQuota);
  });
});

it("has the needed vCPU in the checklist of thousand, and a link or a command in each step", () => {
  expect(Math.ceil(fargateVcpu(configOf(presets.thousand.input)).total)).toBe(thousandVcpu);
  const { checklist = [] } = presets.thousand;
  expect(checklist).toHaveLength(5);
  for (const step of checklist) expect(step).toMatch(/https:\/\/|`glrunner /);
  expect(checklist[0]).toContain(`${thousandVcpu}`);
});
