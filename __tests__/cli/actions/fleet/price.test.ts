import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../../src/cli";
import { runCli } from "../../../support/run-cli";

const price = (...args: string[]) => runCli(["price", ...args]);

describe("glrunner price", () => {
  it("calculates with as many jobs as the runners run, unless --jobs is given", async () => {
    const { code, out } = await price("-c", "glrunner.yaml");
    expect(code).toBe(exitCodes.ok);
    expect(out).toContain("List prices in us-west-2");
    expect(out).toContain("  300 at once: $");
    const json = await price("-c", "glrunner.yaml", "--jobs", "20", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ region: "us-west-2", jobs: 20, natUsdPerGb: 0.045 });
  });

  it("writes the result as a page, and prints where", async () => {
    const folder = mkdtempSync(join(tmpdir(), "glr-"));
    const file = join(folder, "price.html");
    const { code, err } = await price("-c", "glrunner.yaml", "--report", file);
    const page = readFileSync(file, "utf8");
    const missing = await price("-c", "glrunner.yaml", "--report", join(folder, "no/price.html"));
    rmSync(folder, { recursive: true });
    expect(code).toBe(exitCodes.ok);
    expect(err).toContain(`written to ${file}\n`);
    expect(page).toMatch(/class="verdict look">[^]*class="figures">[^]*a month without a job[^]*<table/);
    expect(page).not.toMatch(/<script|src=|url\(/);
    expect(missing.code).toBe(exitCodes.failed);
  });

  it.each(["0", "-1", "1.5", "many", "100001"])("refuses --jobs=%s", async (jobs) => {
    const { code, out, err } = await price("-c", "glrunner.yaml", `--jobs=${jobs}`);
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
    expect(err).toContain(`--jobs takes a whole number from 1 to 100000, not ${jobs}`);
  });

  it("refuses a file that is not a configuration", async () => {
    const { code, out } = await price("-c", "package.json");
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
  });
});
