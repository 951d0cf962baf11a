import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { factTables, tableAges } from "../../src/facts/tables";

const folder = join(import.meta.dirname, "../../src/facts");
/** Without facts: the type, the list, its script, and the order of versions and dates. */
const without = ["fact-table.ts", "tables.ts", "list-tables.ts", "version-order.ts", "dates.ts"];

describe("the tables of facts", () => {
  it("are all in the list, whichever file they stand in", () => {
    const files = readdirSync(folder).filter((file) => !without.includes(file));
    const described = files.flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(/^ {2}name: "(.+)",\n {2}readOn:/gm),
    ]);
    expect(described.map(([, name]) => name).sort()).toEqual(factTables.map(({ name }) => name).sort());
    const bare = files.filter(
      (file) => !readFileSync(join(folder, file), "utf8").includes("satisfies FactTable"),
    );
    expect(bare).toEqual([]);
  });

  it("each have a day, a source and a page", () => {
    for (const { name, readOn, sources, lookAt } of factTables) {
      expect([name, Number.isNaN(Date.parse(readOn))]).toEqual([name, false]);
      expect(sources.length).toBeGreaterThan(0);
      expect(lookAt).toMatch(/^https:\/\//);
    }
  });

  it("are ordered by age, and old after 60 days", () => {
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
