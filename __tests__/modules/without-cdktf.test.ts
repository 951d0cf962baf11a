import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const modules = join(import.meta.dirname, "../../modules");

it.each(["pins", "recording/record", "verify/verify", "check-stack"])(
  "%s does without cdktf, which is archived",
  async (name) => {
    const { metafile } = await build({
      entryPoints: [join(modules, `${name}.ts`)],
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      write: false,
      metafile: true,
    });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
    expect(imports.filter((path) => /^(cdktf|constructs|@cdktf\/provider-)/.test(path))).toEqual([]);
  },
);
