/** Checks that links between documents have a target, and that external links are well-formed. It does not open them. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pagePaths, readPage } from "./pages";

function problemOf(page: string, to: string): string | undefined {
  if (/^[a-z]+:/.test(to)) return isHttps(to) ? undefined : "is no https address";
  const [path = "", anchor] = to.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(target)) return "does not exist";
  if (anchor === undefined) return undefined;
  if (!target.endsWith(".md")) return "is no page";
  return readPage(target).anchors.includes(anchor) ? undefined : `has no heading ${anchor}`;
}

function isHttps(to: string): boolean {
  return URL.canParse(to) && new URL(to).protocol === "https:" && new URL(to).hostname.includes(".");
}

describe("links", () => {
  it.each(pagePaths)("%s", (path) => {
    const problems = readPage(path).links.flatMap(({ line, to }) => {
      const problem = problemOf(path, to);
      return problem === undefined ? [] : [`${path}:${line}: ${to} ${problem}`];
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ["README.md", "docs/decisions.md#the-module-redirect", undefined],
    ["docs/emulator.md", "decisions.md", undefined],
    ["docs/emulator.md", "decision.md", "does not exist"],
    ["docs/emulator.md", "decisions.md#module", "has no heading module"],
    ["docs/emulator.md", "#the-emulator", undefined],
    ["README.md", "http://example.com", "is no https address"],
    ["README.md", "https://example", "is no https address"],
    ["README.md", "https://example.com/a", undefined],
  ])("checks a link from %s to %s: %s", (page, to, problem) => {
    expect(problemOf(page, to)).toBe(problem);
  });
});
