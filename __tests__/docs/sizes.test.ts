import { describe, expect, it } from "vitest";
import { folderSizes, withSizes } from "./sizes";

describe("the table of sizes in docs/contributing.md", () => {
  it("counts every folder of the sources, and all of src", () => {
    const sizes = folderSizes();
    expect(sizes.map(({ folder }) => folder)).toEqual(
      expect.arrayContaining(["modules", "src/config", "src/run", "src"]),
    );
    const sum = sizes
      .filter(({ folder }) => folder.startsWith("src/"))
      .reduce((all, { files }) => all + files, 0);
    expect(sizes.at(-1)).toMatchObject({ folder: "src", files: sum });
  });

  it("replaces only the text between its marks", () => {
    const size = {
      folder: "src/x",
      files: 1,
      lines: 2,
      median: 2,
      p90: 2,
      max: 2,
      commentPercent: 50,
      mostInOneFolder: 1,
    };
    const page = "before\n<!-- sizes: npm run docs -->\nstale\n<!-- end of sizes -->\nafter\n";
    const written = withSizes(page, [size]);
    expect(written).toMatch(/^before\n[^]*\nafter\n$/);
    expect(written).toContain("| `src/x` | 1 | 2 | 2 | 2 | 2 | 50 % | 1 |");
    expect(written).not.toContain("stale");
  });

  it("refuses a page without marks", () => {
    expect(() => withSizes("no marks", [])).toThrow("lacks");
  });
});
