import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { licensesOf, packagesIn } from "../../src/release/licenses";

describe("licences", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "glrunner-licenses-"));
  });
  afterEach(() => {
    rmSync(project, { recursive: true, force: true });
  });

  const install = (name: string, license: string, files: Readonly<Record<string, string>> = {}) => {
    const folder = join(project, "node_modules", name);
    const repository = { url: `https://example.com/${name}` };
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name, version: "1.0.0", license, repository }),
    );
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return `node_modules/${name}`;
  };

  it("are those of the included packages", () => {
    const inputs = {
      "src/cli/main.ts": { bytesInOutput: 9 },
      "node_modules/@scope/one/lib/a.js": { bytesInOutput: 9 },
      "node_modules/@scope/one/lib/b.js": { bytesInOutput: 9 },
      "../elsewhere/node_modules/two/node_modules/three/index.js": { bytesInOutput: 9 },
      "node_modules/four/index.js": { bytesInOutput: 0 },
    };
    const output = { bytes: 9, inputs, imports: [], exports: [] };
    expect(packagesIn({ outputs: { "main.js": output } })).toEqual([
      "../elsewhere/node_modules/two/node_modules/three",
      "node_modules/@scope/one",
    ]);
  });

  it("appear once each, with their packages, and cannot end the comment around them", () => {
    const packages = [
      install("one", "MIT", { LICENSE: "MIT, of one */" }),
      install("two", "MPL-2.0", { "LICENSE.md": "MPL", NOTICE: "by two" }),
      install("three", "MPL-2.0"),
      install("four", "Public Domain"),
    ];
    expect(licensesOf(project, packages)).toBe(`one 1.0.0 (MIT) https://example.com/one

MIT, of one * /

two 1.0.0 (MPL-2.0) https://example.com/two

MPL

by two

three 1.0.0 (MPL-2.0) https://example.com/three

MPL

four 1.0.0 (Public Domain) https://example.com/four

Public Domain
`);
  });

  it("must exist: a text with a holder's name belongs to that holder", () => {
    const packages = [install("one", "MIT", { LICENSE: "MIT, of one" }), install("two", "MIT")];
    expect(() => licensesOf(project, packages)).toThrow("node_modules/two has no file with its licence");
  });
});
