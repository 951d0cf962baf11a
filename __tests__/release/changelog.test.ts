import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { version } from "../../package.json";
import { releaseNotes } from "../../src/release/changelog";

const text = "# Changelog\n\n## 0.2.0\n\n### New\n\n- b\n\n## 0.1.0\n\n- a\n";

it("release notes are the section of one version", () => {
  expect(releaseNotes(text, "0.2.0")).toBe("### New\n\n- b\n");
  expect(releaseNotes(text, "0.1.0")).toBe("- a\n");
  expect(() => releaseNotes(text, "0.2")).toThrow('no section "## 0.2"');
});

it("the changelog has a section for this version", () => {
  expect(releaseNotes(readFileSync("CHANGELOG.md", "utf8"), version)).toContain("- ");
});
