import { describe, expect, it } from "vitest";
import { exitCodes, run } from "../../../src/cli";

async function price(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await run(["price", ...args], {}, { ...terminal, interactive: false });
  return { code, out: out.join(""), err: err.join("") };
}

describe("glrunner price", () => {
  it("takes as many jobs as the runners take at once, unless --jobs says", async () => {
    const { code, out } = await price("-c", "glrunner.yaml");
    expect(code).toBe(exitCodes.ok);
    expect(out).toContain("List prices in us-west-2");
    expect(out).toContain("  300 at once: $");
    const json = await price("-c", "glrunner.yaml", "--jobs", "20", "--json");
    expect(JSON.parse(json.out)).toMatchObject({ region: "us-west-2", jobs: 20, natUsdPerGb: 0.045 });
  });

  it.each(["0", "-1", "1.5", "many", "100001"])("refuses --jobs=%s", async (jobs) => {
    const { code, out, err } = await price("-c", "glrunner.yaml", `--jobs=${jobs}`);
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
    expect(err).toContain(`--jobs takes a whole number from 1 to 100000, not ${jobs}`);
  });

  it("refuses what is no configuration", async () => {
    const { code, out } = await price("-c", "package.json");
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
  });
});
