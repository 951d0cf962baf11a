import { describe, expect, it } from "vitest";
import { checkStack } from "../../../modules/check-stack";
import { interfaces } from "../../../modules/recorded-interface";
import type { ModuleName } from "../../../modules/pins";
import { eksStandIn } from "../../../src/emulator/modules/eks";
import { blueprintsFiles } from "../../../src/emulator/modules/kubernetes-addons";
import { vpcStandIn } from "../../../src/emulator/modules/vpc";
import { configOf, synthStacks } from "../../support/synth";
import { modulesOf, readModule, references, type ModuleFile } from "./module-file";
import { everyOption, published } from "./stages";

const standIns: readonly (readonly [ModuleName, ModuleFile])[] = [
  ["vpc", readModule(vpcStandIn.files)],
  ["eks", readModule(eksStandIn.files)],
  ["eks-karpenter", readModule(eksStandIn.files, "modules/karpenter")],
  ["kubernetes-addons", readModule(blueprintsFiles, "modules/kubernetes-addons")],
];

describe.each(standIns)("the stand-in of %s", (name, module) => {
  const { variables, outputs } = interfaces[name];

  it("declares exactly the recorded variables, with their defaults, and the recorded outputs", () => {
    expect(Object.keys(module.variable).sort()).toEqual(Object.keys(variables).sort());
    for (const [variable, { default: otherwise, required }] of Object.entries(variables)) {
      expect(module.variable[variable]).toMatchObject(required ? {} : { default: otherwise });
      expect("default" in (module.variable[variable] ?? {})).toBe(required !== true);
    }
    expect(Object.keys(module.output).sort()).toEqual([...outputs].sort());
  });

  it("sets the outputs that the stages read", () => {
    const given = Object.entries(module.output).flatMap(([output, { value }]) =>
      value === null ? [] : [output],
    );
    expect(given).toEqual(expect.arrayContaining([...outputsRead[name]]));
  });

  it("uses every variable that the stages set", () => {
    const set = variablesSet(interfaces[name].source);
    expect(set.length).toBeGreaterThan(4);
    const used = references(module, "var");
    expect(set.filter((variable) => !used.includes(variable))).toEqual([]);
  });
});

const outputsRead: Readonly<Record<ModuleName, readonly string[]>> = {
  vpc: ["private_subnets", "public_subnets", "vpc_id", "nat_public_ips"],
  eks: [
    "cluster_certificate_authority_data",
    "cluster_endpoint",
    "cluster_name",
    "cluster_primary_security_group_id",
    "cluster_version",
    "eks_managed_node_groups",
    "fargate_profiles",
    "oidc_provider",
    "oidc_provider_arn",
  ],
  "eks-karpenter": ["instance_profile_name", "role_arn"],
  "kubernetes-addons": ["karpenter"],
};

/** Variables that any layout and any option sets. */
function variablesSet(source: string): string[] {
  const stacks = [configOf(everyOption), configOf(published)].flatMap((config) =>
    Object.values(synthStacks(config)),
  );
  const calls = stacks.flatMap(({ module }) => Object.values(module));
  const names = calls.filter((call) => call.source === source).flatMap((call) => Object.keys(call));
  return [...new Set(names)].filter((name) => !["//", "source", "version", "depends_on"].includes(name));
}

describe.each([
  ["vpc", vpcStandIn.files],
  ["eks", eksStandIn.files],
  ["blueprints", blueprintsFiles],
])("every module of the %s package", (_, files) => {
  it.each(modulesOf(files))("references only declared names: %s", (_, module) => {
    expect(references(module, "var").filter((name) => !(name in module.variable))).toEqual([]);
    expect(references(module, "local").filter((name) => !(name in module.locals))).toEqual([]);
    expect(references(module, "module").filter((name) => !(name in module.module))).toEqual([]);
  });

  it.each(modulesOf(files))(
    "calls its inner modules with variables that they declare: %s",
    (folder, module) => {
      for (const { source, ...call } of Object.values(module.module)) {
        const called = readModule(files, resolve(folder, String(source)));
        const given = Object.keys(call).filter((name) => !["count", "for_each", "depends_on"].includes(name));
        expect(given.filter((name) => !(name in called.variable))).toEqual([]);
        const required = Object.entries(called.variable).filter(([, variable]) => !("default" in variable));
        expect(required.map(([name]) => name).filter((name) => !given.includes(name))).toEqual([]);
      }
    },
  );

  it.each(modulesOf(files))("uses resources that match the recorded provider schemas: %s", (_, module) => {
    expect(checkStack(module)).toEqual([]);
  });
});

/** `../x` and `./x` from a folder of the package. */
function resolve(folder: string, source: string): string {
  const path = new URL(source, `file:///${folder === "" ? "" : `${folder}/`}`).pathname;
  return path.replace(/^\//, "").replace(/\/$/, "");
}
