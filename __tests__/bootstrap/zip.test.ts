import { describe, expect, it } from "vitest";
import { fileInZip, isZip } from "../../src/bootstrap/zip";
import { archive } from "./archive";

const files = { "LICENSE.txt": "free", terraform: "#!/bin/sh\n".repeat(100) };

describe("a file of a zip archive", () => {
  it.each([
    ["stored", 0],
    ["deflated", 8],
  ] as const)("%s is read whole", (_, method) => {
    const zip = archive(files, method);
    expect(isZip(zip)).toBe(true);
    expect(fileInZip(zip, "terraform")?.toString()).toBe(files.terraform);
    expect(fileInZip(zip, "LICENSE.txt")?.toString()).toBe("free");
  });

  it("is undefined if the archive has no such file", () => {
    expect(fileInZip(archive(files, 8), "terra")).toBeUndefined();
  });

  it("is refused with an unknown compression", () => {
    expect(() => fileInZip(archive(files, 12), "terraform")).toThrow("packed by method 12");
  });

  it("is refused if the end of the archive is missing", () => {
    expect(() => fileInZip(archive(files, 8).subarray(0, -30), "terraform")).toThrow(
      "the archive is cut off",
    );
  });

  it("is distinguished from a program", () => {
    expect(isZip(Buffer.from("\u007fELF"))).toBe(false);
    expect(isZip(Buffer.from("PK"))).toBe(false);
  });
});
