import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";

/** Licences that allow use and redistribution. MPL-2.0 requires only the source of its own files. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MPL-2.0",
  "Public Domain",
  "Unlicense",
]);

const lock = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional() })),
});

/** `OR` needs one allowed licence, `AND` needs all of them. */
function isAllowed(license: string): boolean {
  return license
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((name) => allowed.has(name)));
}

describe("licences of all installed packages", () => {
  it("are allowed", () => {
    const { packages } = lock.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
    const installed = Object.entries(packages).filter(([path]) => path !== "");
    expect(installed.length).toBeGreaterThan(600);
    const refused = installed.filter(([, { license }]) => license === undefined || !isAllowed(license));
    expect(refused.map(([path, { license }]) => `${path}: ${license ?? "no licence"}`)).toEqual([]);
  });

  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["MIT AND GPL-3.0-only", false],
    ["GPL-3.0-only", false],
    ["AGPL-3.0-only OR SSPL-1.0", false],
    ["SEE LICENSE IN LICENSE.md", false],
  ])("%s: %s", (license, expected) => {
    expect(isAllowed(license)).toBe(expected);
  });
});
