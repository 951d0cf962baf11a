import { describe, expect, it } from "vitest";
import { interfaces, moduleNames } from "../../../modules/recorded-interface";
import { standIn } from "../../../src/emulator/modules/stand-in";

const nothing = { resource: {}, providers: {}, outputs: {} };
const read = (files: { "main.tf.json": string }): unknown => JSON.parse(files["main.tf.json"]);

describe("a stand-in", () => {
  it("declares the recorded types and defaults, and null for outputs without a value", () => {
    const module = standIn(
      {
        variables: {
          zones: { type: "list(string)", required: true },
          config: { type: "object({ enable = bool names = list(string) })", default: { enable: false } },
          secret: { type: "string", default: null, sensitive: true },
        },
        outputs: ["id", "other"],
      },
      { ...nothing, providers: { aws: "hashicorp/aws" }, outputs: { id: "${aws_vpc.this.id}" } },
    );
    expect(read(module)).toEqual({
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      variable: {
        zones: { type: "list(string)" },
        config: { type: "object({ enable = bool, names = list(string) })", default: { enable: false } },
        secret: { type: "string", default: null, sensitive: true },
      },
      output: { id: { value: "${aws_vpc.this.id}" }, other: { value: null } },
    });
  });

  it("refuses an output that the module does not have", () => {
    const give = () => standIn({ variables: {}, outputs: [] }, { ...nothing, outputs: { vpc_ic: "x" } });
    expect(give).toThrow("the module has no output vpc_ic");
  });

  it.each(moduleNames)("can be built from the interface of %s", (name) => {
    const module = read(standIn(interfaces[name], nothing));
    expect(module).toHaveProperty("variable");
    const { variables } = interfaces[name];
    expect(Object.keys(variables).length).toBeGreaterThan(5);
    expect(module).toMatchObject({
      variable: Object.fromEntries(Object.keys(variables).map((variable) => [variable, {}])),
    });
  });
});
