import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeTemplate, literal } from "../../src/constructs/literal";

describe("literal", () => {
  it("escapes the start of a Terraform template", () => {
    expect(escapeTemplate("${CI_JOB_ID} and %{ if true }")).toBe("$${CI_JOB_ID} and %%{ if true }");
    expect(escapeTemplate("$HOME {{x}} 100%")).toBe("$HOME {{x}} 100%");
  });

  it("escapes nested values and keys, and leaves everything else unchanged", () => {
    expect(literal({ tags: { "${a}": "x${b}" }, list: ["%{c}", 1, true, null] })).toEqual({
      tags: { "$${a}": "x$${b}" },
      list: ["%%{c}", 1, true, null],
    });
  });

  it("leaves no start of a template that Terraform would read", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("$", "%", "{", "a") }), (text) => {
        // Terraform reads `$${` as a literal `${`: without those, no start of a template must be left.
        expect(escapeTemplate(text).replace(/\$\$\{|%%\{/g, "literal")).not.toMatch(/[$%]\{/);
      }),
    );
  });
});
