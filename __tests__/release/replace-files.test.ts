import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { replaceFiles } from "../../src/release/replace-files";

const bundle = (...filters: readonly RegExp[]) =>
  build({
    ...{ absWorkingDir: import.meta.dirname, entryPoints: ["licenses.test.ts"], write: false, bundle: true },
    ...{ logLevel: "silent", format: "esm", packages: "external" },
    plugins: [
      replaceFiles(
        "test",
        filters.map((filter) => ({ filter, contents: () => "throw 'replaced';" })),
      ),
    ],
  });

describe("replaced files of a bundle", () => {
  it("have the new code", async () => {
    const { outputFiles } = await bundle(/licenses\.test\.ts$/);
    expect(outputFiles[0]?.text).toContain('throw "replaced"');
  });

  it("fail the build if a file does not exist", async () => {
    await expect(bundle(/licenses\.test\.ts$/, /moved-elsewhere\.ts$/)).rejects.toMatchObject({
      errors: [{ pluginName: "test", text: "no bundled file matches /moved-elsewhere\\.ts$/" }],
    });
  });
});
