import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ConfigInput } from "../../../src/config";
import { presetNames, presets } from "../../../src/config/presets";
import { configurationText } from "../../../src/config/presets/text";

const written = (input: ConfigInput, reasons = {}) =>
  configurationText({
    ...{ input, reasons, purpose: "For a test.", origin: "glrunner init" },
    schema: "docs/glrunner.schema.json",
  });

const base = { name: "ci", region: "us-west-2" };

describe("the text of a configuration", () => {
  it.each(presetNames)("of preset %s parses to the same values", (name) => {
    const { input, reasons } = presets[name];
    const text = written(input, reasons);
    expect(parse(text)).toEqual(input);
    expect(JSON.stringify(parse(text))).toBe(JSON.stringify(input));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it("begins with the schema for editors, then the purpose and the command", () => {
    expect(written(base).split("\n").slice(0, 3)).toEqual([
      "# yaml-language-server: $schema=docs/glrunner.schema.json",
      "# For a test. Written by `glrunner init`.",
      "",
    ]);
  });

  it("has the meaning, a reason to change it and the default above a key", () => {
    expect(
      written({ ...base, network: { nat: "none" } }, { "network.nat": "Change it for a test." }),
    ).toContain(
      [
        "  # NAT gateways: one for all zones, one per zone, or none (pods then need `endpoints` or another",
        "  # route to the internet). Change it for a test. Default: single.",
        "  nat: none",
      ].join("\n"),
    );
  });

  it("describes the selected member of a union", () => {
    const reasons = { "state.backend": "B.", "state.prefix": "P." };
    const azure = {
      ...{ resourceGroupName: "g", storageAccountName: "abc", containerName: "ci", prefix: "x" },
      backend: "azurerm",
    } as const;
    expect(written({ ...base, state: azure }, reasons)).toContain("# Azure Blob Storage. B.\n");
    expect(written({ ...base, state: azure }, reasons)).toContain(
      "# Folder in the container. Default: <name>. P.",
    );
    const s3 = { backend: "s3", bucket: "my-bucket", prefix: "x" } as const;
    expect(written({ ...base, state: s3 }, reasons)).toContain("# Folder in the bucket. Default: <name>. P.");
  });

  it("has the comment of a list entry before its dash", () => {
    const runners = [
      { name: "a", token: "env:A" },
      { name: "b", token: "env:B" },
    ];
    expect(written({ ...base, runners }, { "runners[1]": "The second." })).toContain(
      "\n\n  # The second.\n  - name: b\n",
    );
  });

  it("lists exactly the sections that it leaves out", () => {
    const text = written({ ...base, tags: { a: "b" } });
    const end = text.slice(text.indexOf("# Left at their defaults"));
    expect(end).toContain("#   network: The network: a new VPC, or an existing one.\n");
    expect(end).not.toContain("#   tags:");
  });

  it("keeps texts that look like numbers or other types", () => {
    const input = { ...base, versions: { kubernetes: "1.30" }, tags: { a: "yes", "b: c": "# d", e: "" } };
    expect(parse(written(input))).toEqual(input);
  });
});
