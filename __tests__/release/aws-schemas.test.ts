import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { removable } from "../../src/release/aws-schemas";

/** As the clients have them: keys that are computed, entries of several lines, a statement that does something. */
const source = `const _a = "a", _k = [1];
export var Used$ = [3, _a, { [_k]: 1 },
    [_a], [[() => Lazy$, 0]]
];
var Lazy$ = [3, { [_k]: 2 }, "]; in a text"];
export const Unused$ = [4, { [_k]: 3 },
    [_a]];
registry.register(Used$);
`;

const shaken = (text: string) =>
  transformSync(text, { treeShaking: true, format: "esm", minifyWhitespace: true }).code;

describe("the entries of a schema file", () => {
  it("keep their meaning", () => {
    expect(transformSync(removable(source), { minifySyntax: true, treeShaking: false }).code).toBe(
      transformSync(source, { minifySyntax: true, treeShaking: false }).code,
    );
  });

  it("can be removed if nothing refers to them", () => {
    const local = source.replaceAll("export ", "");
    expect(shaken(local)).toContain("Unused$");
    expect(shaken(removable(local))).not.toContain("Unused$");
    expect(shaken(removable(local))).toContain("Lazy$");
  });
});
