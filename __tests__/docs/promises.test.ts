import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

describe("the promises in docs/security.md", () => {
  const page = readFileSync("docs/security.md", "utf8");
  const rows = page
    .slice(page.indexOf("## What glrunner promises"), page.indexOf("## Permissions to deploy"))
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| promise") && !line.startsWith("| ---"));
  const testsOf = (row: string) =>
    [...row.matchAll(/`([a-z/-]+)`/g)].map(([, path = ""]) => path).filter((path) => path.includes("/"));

  it("each name a test", () => {
    expect(rows.length).toBeGreaterThanOrEqual(13);
    expect(rows.filter((row) => testsOf(row).length === 0)).toEqual([]);
  });

  it("name existing tests", () => {
    const missing = rows
      .flatMap(testsOf)
      .filter((path) => !existsSync(`__tests__/${path}.test.ts`) && !existsSync(`__tests__/${path}`));
    expect(missing).toEqual([]);
  });
});
