/** Properties of every valid configuration. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig, type ConfigInput } from "../../src/config";
import { destroyOrder, stages } from "../../src/config/stages";
import { arbitraryConfigInput } from "../config/arbitraries";
import { parseOptions, stacksOf, synthFiles } from "../support/synth";

const canary = "glrt-canary0123456789abcd";
const runs = { numRuns: 20 };

/** An environment in which each variable that the input names holds the canary token. */
function canaryEnvironment({ runners = [] }: ConfigInput) {
  const names = runners.flatMap(({ token }) => (token.startsWith("env:") ? [token.slice(4)] : []));
  return Object.fromEntries(names.flatMap((name) => [name, `TF_VAR_${name}`]).map((name) => [name, canary]));
}

describe("any configuration", () => {
  it("synthesizes without a token of the environment, or is refused with located problems", () => {
    let synthesized = 0;
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, { ...parseOptions, env: canaryEnvironment(input) });
        const files = parsed.ok ? synthFiles(parsed.config) : new Map<string, string>();
        synthesized += files.size > 1 ? 1 : 0;
        const problems = parsed.ok ? [] : parsed.problems;
        expect(files.size + problems.length).toBeGreaterThan(0);
        expect(problems.filter(({ path }) => path === "")).toEqual([]);
        expect([...files.values()].join("") + JSON.stringify(problems)).not.toContain(canary);
      }),
      runs,
    );
    // With hardly any valid configuration, the property would test refusals only.
    expect(synthesized).toBeGreaterThan(runs.numRuns / 5);
  });

  it("synthesizes to the same bytes every time", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, parseOptions);
        fc.pre(parsed.ok);
        expect(synthFiles(parsed.config)).toEqual(synthFiles(parsed.config));
      }),
      { numRuns: 3 },
    );
  });

  it("makes each stack depend on the previous one, so that a destroy is the deployment backward", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, fc.shuffledSubarray([...stages]), (input, chosen) => {
        const parsed = parseConfig(input, parseOptions);
        fc.pre(parsed.ok && parsed.config.layout === "staged");
        const dependencies = new Map(
          stacksOf(parsed.config).map(({ node, dependencies }) => [node.id, dependencies.map(String)]),
        );
        expect([...dependencies.values()]).toEqual([[], ["vpc"], ["eks"], ["addons"]]);
        // Every chosen stage is destroyed before each stage that it depends on, directly or indirectly.
        const order = destroyOrder(chosen);
        const needed = (stage: string): string[] =>
          (dependencies.get(stage) ?? []).flatMap((below) => [below, ...needed(below)]);
        const early = order.filter((stage, index) =>
          order.slice(0, index).some((destroyed) => needed(stage).includes(destroyed)),
        );
        expect(early).toEqual([]);
        expect([...order].sort()).toEqual([...chosen].sort());
      }),
      { numRuns: 10 },
    );
  });
});

describe("a canary token", () => {
  it.each([
    ["as a token", { runners: [{ name: "r", token: canary }] }],
    ["in a job variable", { runners: [{ name: "r", token: "env:TF_VAR_r", environment: { T: canary } }] }],
    [
      "in extra TOML",
      { runners: [{ name: "r", token: "env:TF_VAR_r", extraToml: `[[runners]]\ntoken = "${canary}"` }] },
    ],
    ["in a tag", { tags: { token: canary } }],
    ["in an add-on", { addons: { blueprints: { argocd_helm_config: { values: [`token: ${canary}`] } } } }],
  ])("%s is refused, and no problem repeats it", (_where, more) => {
    const parsed = parseConfig({ name: "ci", region: "eu-west-1", ...more }, parseOptions);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain(canary);
  });
});
