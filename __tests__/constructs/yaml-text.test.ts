import { describe, expect, it } from "vitest";
import { yamlText } from "../../src/constructs/yaml-text";

describe("YAML for Terraform and Helm", () => {
  it("quotes words that YAML 1.1 would read as another type", () => {
    expect(yamlText({ a: ["yes", "off", "n", "0b11", "1_000", "0o17", "1.0"], on: 1 })).toBe(
      'a:\n  - "yes"\n  - "off"\n  - "n"\n  - "0b11"\n  - "1_000"\n  - "0o17"\n  - "1.0"\n"on": 1\n',
    );
  });

  it("has no anchors and breaks no line", () => {
    const size = { cpu: "1" };
    const long = `\${${"x".repeat(200)}}`;
    expect(yamlText({ requests: size, limits: size })).not.toContain("&");
    expect(yamlText({ long })).toBe(`long: ${long}\n`);
  });
});
