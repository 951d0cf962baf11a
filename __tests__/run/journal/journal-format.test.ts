import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journalDefect } from "../../../src/run/journal/journal-format";
import { openJournal, readJournal } from "../../../src/run/journal/journal";

const at = "2026-11-30T14:09:55.000Z";
const start = { run: "a", at, kind: "run-started", command: "deploy", stacks: ["vpc"], version: "9.1.0" };

describe("a journal", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glrunner-journal-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const defectOf = (...lines: readonly unknown[]) => {
    const texts = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    writeFileSync(join(folder, "journal.jsonl"), texts.map((text) => `${text}\n`).join(""));
    return journalDefect(folder);
  };

  it("is valid if it does not exist, or has a truncated line", () => {
    expect(journalDefect(folder)).toBeUndefined();
    expect(journalDefect(join(folder, "none"))).toBeUndefined();
    expect(defectOf(start, '{"run":"a","at":"2026', start)).toBeUndefined();
    expect(defectOf({ ...start, format: 1 })).toBeUndefined();
  });

  it("of a newer format is refused, and the version that wrote it is named", () => {
    const defect = defectOf(start, { ...start, format: 2, stacks: undefined });
    expect(defect).toMatchObject({ code: "journal-newer", fix: "use glrunner 9.1.0 or newer" });
    // Nothing is taken from such a run.
    expect(readJournal(folder)).toHaveLength(1);
  });

  it.each([
    ["a field is missing", { ...start, command: undefined }],
    ["the kind is unknown", { ...start, kind: "run-paused" }],
    ["the run is missing", { ...start, run: undefined }],
    ["a line is no object", "[]"],
  ])("is refused with its line where %s", (_, line) => {
    const defect = defectOf(start, line);
    expect(defect?.code).toBe("journal-unreadable");
    expect(defect?.message).toContain("journal.jsonl, line 2 ");
  });

  it("that this version writes is valid", () => {
    mkdirSync(join(folder, "run"));
    const journal = openJournal(join(folder, "run"), "b");
    journal.write({ at, kind: "run-started", command: "destroy", stacks: [], version: "0.1.0", format: 1 });
    journal.write({ at, kind: "terraform-lost", stack: "vpc" });
    expect(journalDefect(join(folder, "run"))).toBeUndefined();
    expect(readJournal(join(folder, "run"))).toHaveLength(2);
  });
});
