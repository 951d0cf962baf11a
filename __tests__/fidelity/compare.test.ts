import { describe, expect, it } from "vitest";
import { parsedYaml } from "../support/project";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { differences, recordedStates, withoutAccepted, type States } from "./compare";

const states = (...entries: readonly (readonly [string, Parameters<States["get"]>[0] | object])[]): States =>
  new Map(entries.map(([address, values]) => [address, { ...Object(values) }]));

describe("two states", () => {
  it("differ in objects that only one has, and in each value", () => {
    const real = states(["a.gone", {}], ["a.b", { name: "x", list: ["b", "a"], none: null, size: 1 }]);
    const emulated = states(["a.b", { name: "y", list: ["a", "b"], text: "", size: 1 }], ["a.new", {}]);
    expect(differences(real, emulated)).toEqual([
      { address: "a.b", attribute: "name", real: "x", emulated: "y" },
      { address: "a.gone", attribute: "", real: "there" },
      { address: "a.new", attribute: "", emulated: "there" },
    ]);
  });

  it("are compared including the JSON in their texts", () => {
    const policy = (...actions: readonly string[]) => ({
      policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions }] }),
    });
    expect(differences(states(["a.b", policy("x", "y")]), states(["a.b", policy("y", "x")]))).toEqual([]);
    expect(differences(states(["a.b", policy("x")]), states(["a.b", policy("z")]))).toEqual([
      { address: "a.b", attribute: "policy:.Statement.0.Action.0", real: "x", emulated: "z" },
    ]);
  });

  it("may differ in values that are new in each deployment", () => {
    const real = states([
      "a.b",
      {
        id: "vpc-ID",
        role: "glrunner-cluster-UNIQUE",
        issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/OIDC",
        url: "https://ENDPOINT/x",
        at: "TIME",
      },
    ]);
    const emulated = states([
      "a.b",
      {
        id: "vpc-0123456789abcdef0",
        role: "glrunner-cluster-20261130041659229400000007",
        issuer: "https://127.0.0.1:4711/id/0123456789ABCDEF0123456789ABCDEF",
        url: "https://127.0.0.1:4711/x",
        at: "2026-11-30T04:16:59Z",
      },
    ]);
    expect(differences(real, emulated)).toEqual([]);
  });

  it("lose the accepted differences, and report unused rows of the table", () => {
    const found = differences(states(["a.b", { x: "1", y: "1" }]), states(["a.b", { x: "2", y: "2" }]));
    const row = { address: /^a\.b$/, attribute: /^x$/, reason: "generated" };
    const idle = { address: /^a\.c$/, attribute: /^x$/, reason: "out of date" };
    expect(withoutAccepted(found, [row, idle, { ...idle, sometimes: true }])).toEqual({
      left: [{ address: "a.b", attribute: "y", real: "1", emulated: "2" }],
      idle: [idle],
    });
  });
});

describe("the recorded states", () => {
  const managed = (name: string) =>
    ["vpc", "eks", "addons", "runners"].map((stage) => recordedStates([`${name}-${stage}`]).size);

  it("contain every managed resource of each stage", () => {
    expect(managed("example")).toEqual([24, 26, 30, 7]);
    expect(managed("everything")).toEqual([32, 34, 46, 24]);
  });

  it("have a configuration that is still valid", () => {
    const yaml = readFileSync(join(import.meta.dirname, "everything.yaml"), "utf8");
    expect(parsedYaml(yaml, "/home/user").name).toBe("alles");
  });
});
