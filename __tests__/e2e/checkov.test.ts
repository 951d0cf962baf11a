/**
 * Runs checkov on the plan of every preset: `docs/security.md` accepts exactly the findings that checkov reports. The
 * presets are modules of one root, because one plan is faster than a plan of each.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { presetNames } from "../../src/config/presets";
import { runCommand } from "../../src/clients/system/command";
import { acceptedFindings, checkov, judge, missingCheckov } from "../security/checkov";
import { expectExit } from "../support/project";
import { configOfYaml, synthFiles } from "../support/synth";
import { canEmulate, withEmulator } from "../support/use-emulator";

const root = z.looseObject({
  terraform: z.looseObject({ backend: z.unknown() }),
  module: z.record(z.string(), z.unknown()),
  resource: z.record(z.string(), z.unknown()),
  variable: z.record(z.string(), z.unknown()).optional(),
});

type Root = z.output<typeof root>;

function rootOf(name: string): Root {
  const config = {
    ...configOfYaml(readFileSync(`examples/${name}.yaml`, "utf8")),
    layout: "single",
  } as const;
  return root.parse(JSON.parse(synthFiles(config).get("stacks/single/cdk.tf.json") ?? ""));
}

/** Returns a key that is equal for presets with the same AWS resources, which may differ in their number of runners. */
function resourceKey({ module, resource }: Root): string {
  return JSON.stringify([module, Object.entries(resource).filter(([type]) => type.startsWith("aws_"))]);
}

/** Writes all stages of the preset as one module without a backend, and returns the call of the module. */
function writePreset(folder: string, name: string, { terraform, ...rest }: Root): Record<string, string> {
  const { backend, ...settings } = terraform;
  expect(backend).toBeDefined();
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "main.tf.json"), JSON.stringify({ ...rest, terraform: settings }));
  const tokens = Object.keys(rest.variable ?? {}).map((variable) => [variable, "glrt-any"] as const);
  return { source: `./${name}`, ...Object.fromEntries(tokens) };
}

describe.skipIf(!canEmulate || missingCheckov !== undefined)("checkov", () => {
  it("reports exactly the findings that docs/security.md accepts, in the plan of every preset", async () => {
    await withEmulator({}, async ({ env, home }) => {
      const folder = join(home, "presets");
      const presets = presetNames.map((name) => [name, rootOf(name)] as const);
      const distinct = new Map(presets.map((preset) => [resourceKey(preset[1]), preset]));
      const written = [...distinct.values()].map(
        ([name, preset]) => [name, writePreset(folder, name, preset)] as const,
      );
      expect(written.map(([name]) => name)).toEqual(["tutorial", "thousand", "standard"]);
      const module = Object.fromEntries(written);
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ module }));
      const terraform = (...args: string[]) =>
        expectExit(
          0,
          runCommand(["terraform", ...args, "-no-color"], { cwd: folder, env, timeoutMs: 280_000 }),
        );
      await terraform("init");
      await terraform("plan", "-out=plan");
      const { stdout } = await terraform("show", "-json", "plan");
      writeFileSync(join(folder, "plan.json"), stdout);

      const { summary, results } = await checkov("plan.json", folder);
      expect(summary.resource_count).toBeGreaterThan(190);
      expect(summary.passed).toBeGreaterThan(190);
      const findings = results.failed_checks.map(({ check_id, resource }) => ({
        check: check_id,
        resource: resource.replace(/^module\.\w+\./, ""),
      }));
      expect(judge(findings, acceptedFindings(readFileSync("docs/security.md", "utf8")))).toEqual({
        open: [],
        needless: [],
      });
    });
  });
});
