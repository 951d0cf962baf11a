import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJournal, readJournal } from "../../../src/run/journal/journal";

const at = "2026-11-24T14:09:55.000Z";
const skipped = (stack: string) => ({ at, kind: "stack-skipped", stack, why: "a test" }) as const;

describe("the journal", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glrunner-journal-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const stacks = () => readJournal(folder).map((line) => ("stack" in line ? line.stack : ""));

  it("keeps lines that it could not write, and writes them later in order", () => {
    const path = join(folder, "journal.jsonl");
    const journal = openJournal(folder, "one");
    // Nothing can be added to a folder, as nothing to a full disk.
    mkdirSync(path);
    journal.write(skipped("vpc"));
    journal.write(skipped("eks"));
    expect(journal.problem()).toContain("EISDIR");
    expect(stacks()).toEqual([]);
    rmSync(path, { recursive: true });
    journal.write(skipped("addons"));
    expect(journal.problem()).toBeUndefined();
    expect(stacks()).toEqual(["vpc", "eks", "addons"]);
    journal.write(skipped("runners"));
    expect(stacks()).toEqual(["vpc", "eks", "addons", "runners"]);
  });

  it("begins a new line after one that a killed process left without its line break", () => {
    const path = join(folder, "journal.jsonl");
    openJournal(folder, "one").write(skipped("vpc"));
    appendFileSync(path, '{"run":"one","at":"2026');
    const second = openJournal(folder, "two");
    second.write(skipped("eks"));
    second.write(skipped("addons"));
    expect(stacks()).toEqual(["vpc", "eks", "addons"]);
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(5);
  });
});
