import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { factTables, tableAges } from "../../src/facts/tables";

const folder = join(import.meta.dirname, "../../src/facts");
/** Files without facts. */
const without = ["fact-table.ts", "tables.ts", "list-tables.ts", "version-order.ts", "dates.ts"];

describe("factTables", () => {
  it("lists the table of every file", () => {
    const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !without.includes(file))
      .map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
    const described = texts.flatMap(([, text]) => [...text.matchAll(/^ {2}name: "(.+)",\n {2}readOn:/gm)]);
    expect(described.map(([, name]) => name).sort()).toEqual(factTables.map(({ name }) => name).sort());
    const bare = texts.filter(([, text]) => !text.includes("satisfies FactTable")).map(([file]) => file);
    expect(bare).toEqual([]);
  });

  it("gives each table a date, a source and a page", () => {
    for (const { name, readOn, sources, lookAt } of factTables) {
      expect([name, Number.isNaN(Date.parse(readOn))]).toEqual([name, false]);
      expect(sources.length).toBeGreaterThan(0);
      expect(lookAt).toMatch(/^https:\/\//);
    }
  });

  it("sorts tables by age and reports them as old after 60 days", () => {
    const table = (name: string, readOn: string) => ({ name, readOn, sources: ["a"], lookAt: "https://a" });
    const ages = tableAges("2026-03-02", [
      table("new", "2026-03-05"),
      table("old", "2025-12-31"),
      table("edge", "2026-01-01"),
    ]);
    expect(ages.map(({ table: { name }, days, old }) => [name, days, old])).toEqual([
      ["old", 61, true],
      ["edge", 60, false],
      ["new", 0, false],
    ]);
  });
});
