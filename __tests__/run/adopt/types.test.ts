import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { eksStandIn } from "../../../src/emulator/modules/eks";
import { blueprintsFiles } from "../../../src/emulator/modules/kubernetes-addons";
import { vpcStandIn } from "../../../src/emulator/modules/vpc";
import { adoptTable } from "../../../src/run/adopt/types";

const root = join(import.meta.dirname, "../../..");
const stack = z.object({ resource: z.record(z.string(), z.unknown()).default({}) });
const typesIn = (json: string) => Object.keys(stack.parse(JSON.parse(json)).resource);
const missing = (types: readonly string[]) => [...new Set(types)].filter((type) => !adoptTable.has(type));

describe("the adopt table", () => {
  it("has every resource type of the stages", () => {
    const folder = join(root, "__tests__/goldens");
    const stages = readdirSync(folder).filter((file) => file.endsWith(".json"));
    const types = stages.flatMap((file) => typesIn(readFileSync(join(folder, file), "utf8")));
    expect(types.length).toBeGreaterThan(10);
    expect(missing(types)).toEqual([]);
  });

  it("has every resource type of the modules", () => {
    const files = { ...vpcStandIn.files, ...eksStandIn.files, ...blueprintsFiles };
    // Paths repeat between packages; what is in them is all that matters.
    const texts = [vpcStandIn.files, eksStandIn.files, blueprintsFiles].flatMap((each) =>
      Object.entries(each)
        .filter(([path]) => path.endsWith(".tf.json"))
        .map(([, text]) => text),
    );
    expect(texts.length).toBeGreaterThanOrEqual(Object.keys(files).length);
    const types = texts.flatMap(typesIn);
    expect(types).toContain("aws_nat_gateway");
    expect(missing(types)).toEqual([]);
  });

  it("has every resource type that a construct can make", () => {
    const folder = join(root, "src/constructs");
    const source = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, file), "utf8"));
    const imported = [...source.join("\n").matchAll(/@cdktf\/provider-(\w+)\/lib\/([\w-]+)"/g)];
    const types = imported
      .map(([, provider = "", name = ""]) => `${provider}_${name.replaceAll("-", "_")}`)
      .filter((type) => !/^[a-z]+_(data_|provider$)/.test(type));
    expect(types).toContain("aws_iam_role_policy");
    expect(missing(types)).toEqual([]);
  });

  it("searches for every type that costs money or has a unique key", () => {
    const unique = [
      "aws_vpc",
      "aws_eip",
      "aws_nat_gateway",
      "aws_kms_key",
      "aws_iam_openid_connect_provider",
    ];
    expect(unique.map((type) => adoptTable.get(type)?.how)).toEqual(unique.map(() => "find"));
  });
});
