import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { examples } from "../../../src/config/docs/examples";
import { referencePages } from "../../../src/config/docs/reference";
import { readDocument } from "../../../src/config/input/document";
import { configSchema } from "../../../src/config/schema";
import { parseOptions } from "../arbitraries";

const pages = referencePages();
const page = (path: string) => pages.find((each) => each.path === `docs/${path}.md`)?.text ?? "";
const line = (path: string, start: string) =>
  page(path)
    .split("\n")
    .find((text) => text.startsWith(start));
const sections = Object.keys(configSchema.shape).filter(
  (key) => !["name", "region", "allowUnknownRegion", "tags", "layout"].includes(key),
);

describe("the reference pages", () => {
  it("are an index and a page for each section, which the index links", () => {
    const paths = ["docs/configuration.md", ...sections.map((name) => `docs/configuration/${name}.md`)];
    expect(pages.map(({ path }) => path)).toEqual(paths);
    for (const name of sections) expect(page("configuration")).toContain(`(configuration/${name}.md)`);
  });

  it("give the type, the default and the allowed values of a key", () => {
    expect(line("configuration/network", "- **`nat`**")).toMatch(
      /^- \*\*`nat`\*\* \(string, default `"single"`\): .* Allowed: one of single, per-zone, none\.$/,
    );
    expect(line("configuration/runners", "- **`job.helper.cpu`**")).toContain("default `0.25`");
    expect(line("configuration/addons", "- **`karpenter.nodePools.<name>.capacity`**")).toContain("required");
    expect(line("configuration/versions", "| `tutorial` ")).toBe(
      "| `tutorial` | 1.24 | v0.23.0 | 0.90.0 | on | off |",
    );
  });

  it("list the inputs of the add-ons module without those that glrunner sets", () => {
    expect(page("configuration/addons")).toContain("`enable_metrics_server`");
    expect(page("configuration/addons")).not.toContain("`enable_karpenter`");
  });

  it("escape asterisks, which Markdown would read as emphasis", () => {
    expect(line("configuration/runners", "- **`job.allowed.images`**")).toContain(String.raw`.com/\*:\*;`);
    expect(line("configuration/addons", "- **`jobCleaner.schedule`**")).toContain('`"*/30 * * * *"`');
  });

  it("list every backend", () => {
    for (const backend of ["local", "s3", "http", "gcs", "azurerm", "remote"]) {
      expect(page("configuration/state")).toContain(`### backend: ${backend}`);
    }
  });

  it("have no table cell of more than 120 characters", () => {
    const cells = pages.flatMap(({ text }) => text.split("\n").filter((row) => row.startsWith("|")));
    expect(cells.flatMap((row) => row.split("|")).filter((cell) => cell.length > 120)).toEqual([]);
  });
});

describe("the example of each section", () => {
  it.each(sections)("is valid: %s", (name) => {
    const document = readDocument(examples[name] ?? "");
    const parsed = document.ok ? parseConfig(document.raw, parseOptions) : document;
    expect(parsed).toMatchObject({ ok: true });
    expect(document).toHaveProperty(["raw", name]);
  });
});
