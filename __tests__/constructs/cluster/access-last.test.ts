import { describe, expect, it } from "vitest";
import { configOf, stackOf, type StackJson } from "../../support/synth";

const access = "kubernetes_config_map_v1_data.aws_auth";
const inCluster = /^(kubernetes|kubectl|helm)_|^module\.eks_blueprints/;

/** The JSON text of each block by address: it contains both references and `depends_on`. */
function blocksOf({ resource, module }: StackJson): ReadonlyMap<string, string> {
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => [`${type}.${name}`, JSON.stringify(block)] as const),
  );
  const modules = Object.entries(module).map(
    ([name, block]) => [`module.${name}`, JSON.stringify(block)] as const,
  );
  return new Map([...resources, ...modules]);
}

function reaches(blocks: ReadonlyMap<string, string>, from: string, seen = new Set<string>()): boolean {
  if (from === access) return true;
  seen.add(from);
  const text = blocks.get(from) ?? "";
  const next = [...blocks.keys()].filter((address) => !seen.has(address) && text.includes(address));
  return next.some((address) => reaches(blocks, address, seen));
}

describe("an identity that did not create the cluster", () => {
  it("has access until the last object of the add-ons stage is deleted", () => {
    const config = configOf({
      ...{ name: "ci", region: "eu-west-1" },
      runners: [
        { name: "r", token: "env:TF_VAR_r" },
        { name: "s", token: "env:TF_VAR_s", compute: "spot" },
      ],
      addons: { blueprints: { enable_metrics_server: true } },
    });
    const blocks = blocksOf(stackOf(config, "addons"));
    const objects = [...blocks.keys()].filter((address) => inCluster.test(address));
    expect(objects.length).toBeGreaterThan(6);
    expect(objects.filter((address) => !reaches(blocks, address))).toEqual([]);
  });
});
