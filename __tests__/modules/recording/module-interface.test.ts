import { describe, expect, it } from "vitest";
import { interfaceDrift, readModuleInterface } from "../../../modules/recording/module-interface";
import { folderWith } from "../folder";

const variables = `
variable "zones" {
  description = "left out"
  type        = list(string)
}

variable "config" {
  type = object({
    enable = bool
    names  = list(string)
  })
  default = {
    names  = ["a"]
    enable = false
  }
}

variable "anything" {
  default = {}
}

variable "password" {
  type      = string
  default   = null
  sensitive = true
}

output "last" {
  value = var.zones
}
`;

describe("readModuleInterface", () => {
  it("reads every file of the module, and no submodule", async () => {
    const folder = folderWith({
      "variables.tf": variables,
      "outputs.tf": 'output "first" {\n  value = 1\n}\n',
      "main.tf": 'locals {\n  a = 1\n}\nresource "null_resource" "x" {}\n',
      "modules/inner/variables.tf": 'variable "inner" {}\n',
      "README.md": 'variable "prose" {}\n',
    });
    expect(await readModuleInterface(folder)).toEqual({
      variables: {
        anything: { type: "any", default: {} },
        config: {
          type: "object({ enable = bool names = list(string) })",
          default: { enable: false, names: ["a"] },
        },
        password: { type: "string", default: null, sensitive: true },
        zones: { type: "list(string)", required: true },
      },
      outputs: ["first", "last"],
    });
  });
});

describe("interfaceDrift", () => {
  const text = { type: "string", default: "a" };
  const before = { variables: { kept: text, gone: text, other: text }, outputs: ["kept", "gone"] };

  it("is empty without a difference", () => {
    expect(interfaceDrift(before, structuredClone(before))).toEqual([]);
  });

  it("names added, removed and changed variables and outputs", () => {
    const after = {
      variables: { kept: text, new: { type: "bool", required: true }, other: { ...text, default: "b" } },
      outputs: ["kept", "new"],
    };
    expect(interfaceDrift(before, after)).toEqual([
      "removed variable gone",
      'added variable new: {"type":"bool","required":true}',
      'changed variable other: {"type":"string","default":"a"} is now {"type":"string","default":"b"}',
      "removed output gone",
      "added output new",
    ]);
  });
});
