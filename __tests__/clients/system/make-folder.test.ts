import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder } from "../../../src/clients/system/make-folder";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "make-folder-"))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("makeFolder", () => {
  it("creates the parents with the same mode, and keeps existing folders", () => {
    const path = join(folder, "a", "b", "c");
    makeFolder(path, 0o700);
    makeFolder(path, 0o777);
    for (const each of [path, join(folder, "a")]) expect(statSync(each).mode & 0o777).toBe(0o700);
  });

  it("reports a file with the name, and a broken symbolic link", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    symlinkSync(join(folder, "nothing"), join(folder, "link"));
    expect(() => {
      makeFolder(file);
    }).toThrow("EEXIST");
    expect(() => {
      makeFolder(join(file, "below"));
    }).toThrow(/ENOTDIR|EEXIST/);
    expect(() => {
      makeFolder(join(folder, "link"));
    }).toThrow("EEXIST");
  });

  // Node's own recursive mkdir never returns here, so a regression would hang this process too.
  it.runIf(process.platform === "linux")("ends under /proc, where nothing can be created", () => {
    expect(() => {
      makeFolder("/proc/x/y");
    }).toThrow("ENOENT");
  });
});
