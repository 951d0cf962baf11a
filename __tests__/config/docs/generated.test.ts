import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../../src/config/docs/generated";

describe("files made from the schema", () => {
  it("are current: if not, run `npx tsx src/config/docs/generate.ts`", async () => {
    const files = await generatedFiles();
    expect(files.length).toBe(14);
    for (const { path, text } of files) expect(readFileSync(path, "utf8")).toBe(text);
  });
});
