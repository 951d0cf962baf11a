/** What holds for every configuration, not only for those that somebody thought of. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseConfig } from "../../src/config";
import { destroyOrder, stages } from "../../src/config/stages";
import { arbitraryConfigInput } from "../config/arbitraries";
import { parseOptions, synthFiles } from "../support/synth";

const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ dependencies: z.array(z.string()) })),
});
const runs = { numRuns: 20 };

describe("any configuration", () => {
  it("synthesizes or is refused with a located problem, never with an exception", () => {
    let synthesized = 0;
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, parseOptions);
        const files = parsed.ok ? synthFiles(parsed.config).size : 0;
        synthesized += files > 1 ? 1 : 0;
        const located = parsed.ok ? [] : parsed.problems.filter(({ path }) => path !== "");
        expect(files + located.length).toBeGreaterThan(0);
        expect(parsed.ok || located.length === parsed.problems.length).toBe(true);
      }),
      runs,
    );
    // Else the property would be about refusals only.
    expect(synthesized).toBeGreaterThan(runs.numRuns / 2);
  });

  it("synthesizes to the same bytes every time", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, parseOptions);
        fc.pre(parsed.ok);
        expect(synthFiles(parsed.config)).toEqual(synthFiles(parsed.config));
      }),
      { numRuns: 6 },
    );
  });

  it("makes each stack depend on the one before, so that a destroy is the deploy backward", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, fc.shuffledSubarray([...stages]), (input, chosen) => {
        const parsed = parseConfig(input, parseOptions);
        fc.pre(parsed.ok && parsed.config.layout === "staged");
        const manifest = manifestSchema.parse(
          JSON.parse(synthFiles(parsed.config).get("manifest.json") ?? ""),
        );
        const dependencies = stages.map((stage) => manifest.stacks[stage]?.dependencies);
        expect(dependencies).toEqual([[], ["vpc"], ["eks"], ["addons"]]);
        // Every chosen stage goes before all that it depends on, directly or not.
        const order = destroyOrder(chosen);
        const needed = (stage: string): string[] =>
          (manifest.stacks[stage]?.dependencies ?? []).flatMap((below) => [below, ...needed(below)]);
        const early = order.filter((stage, index) =>
          order.slice(0, index).some((gone) => needed(stage).includes(gone)),
        );
        expect(early).toEqual([]);
        expect([...order].sort()).toEqual([...chosen].sort());
      }),
      { numRuns: 10 },
    );
  });
});

describe("a canary token", () => {
  const canary = "glrt-canary0123456789abcd";

  it("in the environment never reaches a file", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const env = Object.fromEntries(
          (input.runners ?? []).flatMap(({ token }) => {
            const name = token.replace(/^env:/, "");
            return name === token
              ? []
              : [
                  [name, canary],
                  [`TF_VAR_${name}`, canary],
                ];
          }),
        );
        const parsed = parseConfig(input, { ...parseOptions, env });
        const written = parsed.ok
          ? [...synthFiles(parsed.config).values()].join("")
          : JSON.stringify(parsed.problems);
        expect(written).not.toContain(canary);
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    ["as a token", { runners: [{ name: "r", token: canary }] }],
    ["in a job variable", { runners: [{ name: "r", token: "env:TF_VAR_r", environment: { T: canary } }] }],
    [
      "in extra TOML",
      { runners: [{ name: "r", token: "env:TF_VAR_r", extraToml: `[[runners]]\ntoken = "${canary}"` }] },
    ],
    ["in a tag", { tags: { token: canary } }],
    ["in an add-on", { addons: { blueprints: { argocd_helm_config: { values: [`token: ${canary}`] } } } }],
  ])("%s is refused, and not repeated", (_where, more) => {
    const parsed = parseConfig({ name: "ci", region: "eu-west-1", ...more }, parseOptions);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain(canary);
  });
});
