import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generatedTexts } from "../../../src/config/docs/generated";

/** Without what prettier changes in Markdown. Formatting takes seconds, and `npm run format:check` checks it. */
const unformatted = (text: string) =>
  text
    .replaceAll("\\", "")
    .replaceAll(/ +/g, " ")
    .replaceAll(/-{2,}/g, "---")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.trimEnd());

describe("files generated from the schema", () => {
  it("are current; otherwise run `npm run docs`", () => {
    const files = generatedTexts();
    expect(files.length).toBe(14);
    for (const { path, text } of files) {
      const written = readFileSync(path, "utf8");
      if (path.endsWith(".json")) expect(JSON.parse(written)).toEqual(JSON.parse(text));
      else expect(unformatted(written)).toEqual(unformatted(text));
    }
  });
});
