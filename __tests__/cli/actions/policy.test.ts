import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli";
import { runCli } from "../../support/run-cli";

const policy = (...args: string[]) => runCli(["policy", ...args]);

describe("glrunner policy", () => {
  it("prints what docs/deployer-policy.json holds of the example: if not, run `npm run docs`", async () => {
    const { code, out } = await policy("-c", "glrunner.yaml");
    expect(code).toBe(exitCodes.ok);
    expect(out).toBe(readFileSync("docs/deployer-policy.json", "utf8"));
    expect(JSON.parse((await policy("-c", "glrunner.yaml", "--json")).out)).toEqual(JSON.parse(out));
  });

  it("refuses a file that is not a configuration", async () => {
    const { code, out, err } = await policy("-c", "package.json");
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
    expect(err).toContain("this key does not exist");
  });
});
