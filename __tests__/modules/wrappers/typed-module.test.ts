import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { modulePins } from "../../../modules/pins";
import { TypedModule } from "../../../modules/wrappers/typed-module";
import { Vpc } from "../../../modules/wrappers/vpc";
import { synthesized, synthesizedHcl } from "../stack";

const { source, version } = modulePins.vpc;

describe("TypedModule", () => {
  it("writes variables under the construct's id without renaming them, and leaves out undefined ones", () => {
    const json = synthesized((stack) => {
      new Vpc(stack, "my_vpc", {
        cidr: "10.0.0.0/16",
        azs: ["a", "b"],
        name: undefined,
        enable_nat_gateway: false,
        private_subnet_tags: { "kubernetes.io/role/internal-elb": "1", CamelCase: "kept" },
        tags: {},
      });
    });
    expect(json.module).toEqual({
      my_vpc: {
        source,
        version,
        cidr: "10.0.0.0/16",
        azs: ["a", "b"],
        enable_nat_gateway: false,
        private_subnet_tags: { "kubernetes.io/role/internal-elb": "1", CamelCase: "kept" },
        tags: {},
      },
    });
  });

  it("references outputs as texts, lists and values", () => {
    const json = synthesized((stack) => {
      const one = new Vpc(stack, "one", {});
      new Vpc(stack, "two", {
        name: `like-${one.string("vpc_id")}`,
        private_subnets: one.list("private_subnets"),
        create_vpc: one.interpolationForOutput("vpc_enable_dns_support"),
        cidr: one.getString("vpc_cidr_block"),
      });
    });
    expect(json).toHaveProperty("module.two", {
      source,
      version,
      name: "like-${module.one.vpc_id}",
      private_subnets: "${module.one.private_subnets}",
      create_vpc: "${module.one.vpc_enable_dns_support}",
      cidr: "${module.one.vpc_cidr_block}",
    });
  });

  it("writes dependencies", () => {
    const json = synthesized((stack) => {
      new Vpc(stack, "two", {}, { dependsOn: [new Vpc(stack, "one", {})] });
    });
    expect(json).toHaveProperty("module.two", { source, version, depends_on: ["module.one"] });
  });

  it("writes no version for a source from git", () => {
    class FromGit extends TypedModule<{ readonly name?: string }, "out"> {
      constructor(stack: TerraformStack) {
        super(stack, "git", { source: "git::https://example.com/x.git?ref=v1", commit: "0" }, {});
      }
    }
    const json = synthesized((stack) => new FromGit(stack));
    expect(json.module).toEqual({ git: { source: "git::https://example.com/x.git?ref=v1" } });
  });

  it("writes the same variables as HCL", () => {
    const hcl = synthesizedHcl((stack) => {
      new Vpc(stack, "vpc", { name: undefined, azs: ["a"], tags: { Owner: "me" } });
    });
    expect(hcl.replace(/\s+/g, " ")).toContain(
      `module "vpc" { azs = [ "a", ] tags = { Owner = "me" } source = "${source}" version = "${version}" }`,
    );
  });
});
