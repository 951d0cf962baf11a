/**
 * Every option in a real plan and apply, by a covering array: real Terraform accepts each option, and the journal shows
 * that the chart and the Kubernetes API would get values of the expected form.
 */
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { ConfigInput } from "../../src/config";
import { configJsonSchema } from "../../src/config/docs/json-schema";
import { rowsOf } from "../../src/config/docs/reference-rows";
import type { Emulator } from "../../src/emulator";
import { expectAccess, expectNodePools, expectRoles, expectRunners } from "./applied";
import { parameterName, secretName } from "./option-runners";
import { companyConfig } from "./company-config";
import { alone, configFor, rows } from "./options";
import { canary, createProject, expectExit, filesContaining } from "../support/project";
import { seedSecrets } from "./seed";
import { expectFargateLogs } from "./watching";
import { shownResources } from "../support/shown-state";
import { canEmulate, withEmulator } from "../support/use-emulator";

describe("the configurations of this file", () => {
  const keysIn = (value: unknown, path = ""): string[] => {
    if (Array.isArray(value)) return [path, ...value.flatMap((item) => keysIn(item, `${path}[]`))];
    if (typeof value !== "object" || value === null) return [path];
    return [path, ...Object.entries(value).flatMap(([key, inner]) => keysIn(inner, `${path}.${key}`))];
  };
  /** Keys of the configuration as in the reference, without the names that a user chooses. */
  const keyOf = (path: string) => path.slice(1).replace(/(nodePools|fargateProfiles)\.[^.[]+/, "$1.<name>");
  /**
   * State has its own tests. Tags and variables can have any name. Other tests check each add-on. Known capacity and accepted
   * Regions do not reach any stage.
   */
  const free = /^(state|capacity|allowUnknownRegion|addons\.blueprints|tags$)/;

  it("set every configuration key", () => {
    const all = [...rows.map(({ row }) => configFor(row)), ...Object.values(alone), companyConfig];
    const set = new Set(all.flatMap((config) => keysIn(config)).map(keyOf));
    const keys = rowsOf(configJsonSchema()).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(80);
    expect(keys.filter((key) => !free.test(key) && !set.has(key))).toEqual([]);
  });
});

describe.skipIf(!canEmulate)("every option", () => {
  it.concurrent.each(rows)("$title", async ({ row }) => {
    await withEmulator({ awsProvider: "attached" }, (emulator) => expectApplied(emulator, configFor(row)));
  });

  it.concurrent.each(Object.keys(alone))("%s", async (name) => {
    // Version set `tutorial` configures the provider for two Regions, and one provider process can serve only one.
    const config = alone[name];
    if (config === undefined) throw new Error(`no configuration ${name}`);
    const awsProvider = config.versions?.set === "tutorial" ? "launched" : "attached";
    await withEmulator({ awsProvider }, (emulator) => expectApplied(emulator, config));
  });
});

async function expectApplied(emulator: Emulator, input: ConfigInput): Promise<void> {
  await seedSecrets(emulator, { [parameterName]: canary, [secretName]: canary });
  const project = createProject(emulator, stringify(input));
  const { config, terraform } = project;
  await expectExit(0, terraform("single", "init"));
  await expectExit(0, terraform("single", "apply", "-auto-approve"));
  const entries = emulator.providers.journal.entries();
  expectRunners(config, entries);
  expectNodePools(config, entries);
  expectAccess(config, entries);
  expectRoles(config, shownResources((await expectExit(0, terraform("single", "show", "-json"))).stdout));
  if (config.addons.logging.enabled && config.cluster.fargateProfiles.length > 1) {
    await expectFargateLogs(emulator, config);
  }
  expect(filesContaining(emulator.folder, canary)).toEqual([]);
}
