import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { synthesize } from "../../src/stacks";
import { writeOutput } from "../../src/stacks/output";
import { configOf } from "../support/synth";

describe("the output folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glrunner-output-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const json = (stack: string) => join(folder, "stacks", stack, "cdk.tf.json");

  it("loses the JSON of another layout, and keeps Terraform's files", () => {
    const base = { name: "ci", region: "eu-west-1" };
    synthesize(configOf(base), folder);
    mkdirSync(join(folder, "stacks", "eks", ".terraform"));
    synthesize(configOf({ ...base, layout: "single" }), folder);
    expect(existsSync(json("single"))).toBe(true);
    expect(["vpc", "eks", "addons", "runners"].filter((stage) => existsSync(json(stage)))).toEqual([]);
    expect(readdirSync(join(folder, "stacks", "eks"))).toEqual([".terraform"]);
  });

  it("keeps the files of other programs", () => {
    mkdirSync(join(folder, "stacks", "mine"), { recursive: true });
    writeFileSync(json("mine"), "{}");
    synthesize(configOf({ name: "ci", region: "eu-west-1" }), folder);
    expect(readFileSync(json("mine"), "utf8")).toBe("{}");
  });

  it("stays unchanged if a synthesis fails halfway", () => {
    writeOutput(folder, (partial) => {
      mkdirSync(join(partial, "stacks", "vpc"), { recursive: true });
      writeFileSync(join(partial, "stacks", "vpc", "cdk.tf.json"), "old");
      return ["vpc"];
    });
    expect(() =>
      writeOutput(folder, (partial) => {
        mkdirSync(join(partial, "stacks", "vpc"), { recursive: true });
        writeFileSync(join(partial, "stacks", "vpc", "cdk.tf.json"), "ne");
        throw new Error("disk full");
      }),
    ).toThrow("disk full");
    expect(readFileSync(json("vpc"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["stacks"]);
  });
});
