/** A file that another process is still writing. The clock stands still, so nothing is waited for. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followFile } from "../../../src/clients/system/tail";

describe("a followed file", () => {
  let folder: string;
  let file: string;
  let lines: string[];
  const follow = () => followFile(file, (line) => lines.push(line));
  /** Until the file is read again. */
  const tick = () => vi.advanceTimersByTime(100);
  beforeEach(() => {
    vi.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    file = join(folder, "log");
    lines = [];
    writeFileSync(file, "");
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives each line once, as soon as the whole line is there", () => {
    const { end } = follow();
    appendFileSync(file, "one\ntw");
    tick();
    expect(lines).toEqual(["one"]);
    tick();
    appendFileSync(file, "o\n\nthree\n");
    tick();
    expect(lines).toEqual(["one", "two", "", "three"]);
    expect(end()).toBe("one\ntwo\n\nthree\n");
    expect(lines).toHaveLength(4);
  });

  it("gives what was there before, and at the end a last line without its newline", () => {
    writeFileSync(file, "before\n");
    const { end } = follow();
    appendFileSync(file, "last");
    expect(end()).toBe("before\nlast");
    expect(lines).toEqual(["before", "last"]);
  });

  it("keeps a character whose bytes come one after the other", () => {
    const { end } = follow();
    const bytes = Buffer.from("é€\n");
    for (const byte of bytes) {
      appendFileSync(file, Buffer.from([byte]));
      tick();
    }
    expect(lines).toEqual(["é€"]);
    expect(end()).toBe("é€\n");
  });

  it("reads more than fits into its buffer at once", () => {
    const long = "x".repeat(200_000);
    const { end } = follow();
    appendFileSync(file, `${long}\n`);
    tick();
    expect(lines).toEqual([long]);
    end();
  });

  it("gives nothing any more after its end", () => {
    const { end } = follow();
    expect(end()).toBe("");
    appendFileSync(file, "late\n");
    tick();
    expect(lines).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("must exist", () => {
    rmSync(file);
    expect(follow).toThrow("ENOENT");
  });
});
