import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generatedTexts } from "../../../src/config/docs/generated";

/** Content without what prettier changes. Formatting takes seconds, and `npm run format:check` checks it. */
function contentOf(path: string, text: string): unknown {
  if (path.endsWith(".json")) return JSON.parse(text);
  return text
    .replaceAll("\\", "")
    .replaceAll(/ +/g, " ")
    .replaceAll(/-{2,}/g, "---")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.trimEnd());
}

describe("files generated from the schema", () => {
  it("are current; otherwise run `npm run docs`", () => {
    const files = generatedTexts();
    expect(files.length).toBe(14);
    for (const { path, text } of files) {
      expect(contentOf(path, readFileSync(path, "utf8"))).toEqual(contentOf(path, text));
    }
  });
});
