/**
 * Compares the synthesized JSON with the recorded modules and providers: Terraform would report a misspelt
 * variable or attribute only at deployment.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  App,
  TerraformDataSource,
  TerraformElement,
  TerraformModule,
  TerraformOutput,
  TerraformResource,
  TerraformVariable,
} from "cdktf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkStack } from "../../modules/check-stack";
import { modulePins, type ModuleName } from "../../modules/pins";
import { interfaces, moduleNames } from "../../modules/recorded-interface";
import { parseConfig, type Config } from "../../src/config";
import { outputDescriptions } from "../../src/constructs/stage-outputs";
import { buildStacks } from "../../src/stacks";
import { arbitraryConfigInput } from "../config/arbitraries";
import { configOf, parseOptions, synthStacks, type StackJson } from "../support/synth";

const runners = [
  { name: "a", token: "env:TF_VAR_a", cache: { bucket: "my-cache" } },
  { name: "b", token: "ssm:/b", compute: "spot" },
  { name: "c", token: "secretsmanager:c", compute: "on-demand", tokenType: "registration", tags: ["x"] },
];
const existing = { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: ["subnet-0123456a", "subnet-0123456b"] };
const everything = configOf({
  name: "ci",
  region: "eu-west-1",
  runners,
  cluster: { systemPods: "nodes", managers: "nodes" },
});
const configs: [string, Config][] = [
  ["everything", everything],
  ["everything, single", configOf({ name: "ci", region: "eu-west-1", layout: "single", runners })],
  [
    "tutorial",
    configOf({ name: "ci", region: "eu-west-1", layout: "single", versions: { set: "tutorial" } }),
  ],
  ["tutorial, staged", configOf({ name: "ci", region: "eu-west-1", versions: { set: "tutorial" } })],
  ["Karpenter off", configOf({ name: "ci", region: "eu-west-1", addons: { karpenter: { enabled: false } } })],
  ["an existing VPC", configOf({ name: "ci", region: "eu-west-1", network: { existing }, runners })],
  [
    "tutorial with runners",
    configOf({ name: "ci", region: "eu-west-1", versions: { set: "tutorial" }, runners }),
  ],
];

function modulesOf(stack: StackJson): [ModuleName, Record<string, unknown>][] {
  return Object.entries(stack.module).map(([id, content]) => {
    const pinned = moduleNames.find((name) => modulePins[name].source === content.source);
    if (pinned === undefined) throw new Error(`module.${id} is not a pinned module`);
    return [pinned, content];
  });
}

function moduleProblems(stack: StackJson): string[] {
  const meta = new Set(["source", "version", "providers", "depends_on", "//"]);
  return modulesOf(stack).flatMap(([name, content]) => {
    const { variables } = interfaces[name];
    const given = Object.keys(content).filter((key) => !meta.has(key));
    const required = Object.keys(variables).filter((key) => !("default" in (variables[key] ?? {})));
    return [
      ...given.filter((key) => !(key in variables)).map((key) => `${name}: no variable ${key}`),
      ...required.filter((key) => !given.includes(key)).map((key) => `${name}: ${key} is missing`),
    ];
  });
}

/** `module.<id>.<output>` anywhere in the stack. */
function outputProblems(stack: StackJson): string[] {
  const names = new Map(Object.keys(stack.module).map((id, index) => [id, modulesOf(stack)[index]?.[0]]));
  return [...JSON.stringify(stack).matchAll(/module\.([\w-]+)\.(\w+)/g)].flatMap(
    ([reference, id = "", output = ""]) => {
      const name = names.get(id);
      return name !== undefined && interfaces[name].outputs.includes(output)
        ? []
        : [`${reference}: no such output`];
    },
  );
}

/** Outputs read from another stack's state that it does not publish. */
function handoverProblems(stacks: Record<string, StackJson>): string[] {
  return [...JSON.stringify(stacks).matchAll(/terraform_remote_state\.(\w+)\.outputs\.(\w+)/g)].flatMap(
    ([reference, stage = "", output = ""]) => (output in (stacks[stage]?.output ?? {}) ? [] : [reference]),
  );
}

function problems(config: Config): string[] {
  const stacks = synthStacks(config);
  return [
    ...Object.values(stacks).flatMap((stack) => [
      ...moduleProblems(stack),
      ...outputProblems(stack),
      ...checkStack(stack),
    ]),
    ...handoverProblems(stacks),
  ];
}

describe("the synthesized JSON", () => {
  it.each(configs)("matches the recorded modules and providers: %s", (_name, config) => {
    expect(problems(config)).toEqual([]);
  });

  it("matches them for any configuration", () => {
    fc.assert(
      fc.property(arbitraryConfigInput, (input) => {
        const parsed = parseConfig(input, parseOptions);
        fc.pre(parsed.ok);
        expect(problems(parsed.config)).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it("fails the checks if it does not match", () => {
    const stack = synthStacks(everything).vpc;
    if (!stack) throw new Error("no vpc stack");
    const broken = structuredClone(stack);
    Object.assign(broken.module.vpc ?? {}, { cidrs: "x" });
    Object.assign(broken.output, { x: { value: "${module.vpc.nonsense}" } });
    expect(moduleProblems(broken)).toEqual(["vpc: no variable cidrs"]);
    expect(outputProblems(broken)).toEqual(["module.vpc.nonsense: no such output"]);
    expect(
      handoverProblems({
        vpc: stack,
        eks: { ...stack, output: { y: { value: "${data.terraform_remote_state.vpc.outputs.z}" } } },
      }),
    ).toEqual(["terraform_remote_state.vpc.outputs.z"]);
  });

  it("publishes exactly the described outputs of each stage", () => {
    const stacks = synthStacks(everything);
    for (const [stage, described] of Object.entries(outputDescriptions)) {
      const published = Object.keys(stacks[stage]?.output ?? {}).filter(
        (name) => name !== "configure_kubectl",
      );
      expect(published.sort()).toEqual(Object.keys(described).sort());
    }
  });

  it("has no two elements with the same address: one would silently replace the other", () => {
    for (const [, config] of configs) {
      const outdir = mkdtempSync(join(tmpdir(), "glrunner-contract-"));
      for (const stack of buildStacks(new App({ outdir }), config)) {
        const addresses = stack.node.findAll().flatMap((node) => {
          if (node instanceof TerraformModule) return [`module.${node.friendlyUniqueId}`];
          if (node instanceof TerraformOutput) return [`output.${node.friendlyUniqueId}`];
          const others = [TerraformDataSource, TerraformResource, TerraformVariable];
          return others.some((kind) => node instanceof kind) && TerraformElement.isTerraformElement(node)
            ? [node.fqn]
            : [];
        });
        expect(addresses.length).toBeGreaterThan(1);
        expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
      }
      rmSync(outdir, { recursive: true });
    }
  });
});
