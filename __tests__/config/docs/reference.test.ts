import { describe, expect, it } from "vitest";
import { problemCodes } from "../../../src/config/input/problem-codes";
import { referencePage } from "../../../src/config/docs/reference";
import { configSchema } from "../../../src/config/schema";

const page = referencePage();
const line = (start: string) => page.split("\n").find((text) => text.startsWith(start));

describe("the reference page", () => {
  it("has a section for each section of the schema", () => {
    const titles = page.split("\n").filter((text) => text.startsWith("## "));
    for (const section of Object.keys(configSchema.shape).filter(
      (key) => !["name", "region", "tags", "layout"].includes(key),
    )) {
      expect(titles).toContain(`## ${section}`);
    }
  });

  it("says of a key what it is, its default and what is allowed", () => {
    expect(line("| `nat` ")).toBe(
      '| `nat` | string | `"single"` | one of single, per-zone, none | NAT gateways: one for all zones, one per zone, or none (pods then need their own way out). |',
    );
    expect(line("| `runners[].job.helper.cpu` ")).toContain("| `0.25` | a number, 0.05 to 16 |");
    expect(line("| `karpenter.nodePools.<name>.capacity` ")).toContain(
      "| required | one of spot, on-demand |",
    );
    expect(line("| `tutorial` ")).toBe("| `tutorial` | 1.24 | v0.23.0 | 0.90.0 | on | off |");
  });

  it("lists the inputs of the add-ons module without those that glrunner sets", () => {
    expect(page).toContain("`enable_metrics_server`");
    expect(page).not.toContain("`enable_karpenter`");
  });

  it("has every backend and every code", () => {
    for (const backend of ["local", "s3", "http", "gcs", "azurerm", "remote"]) {
      expect(page).toContain(`### backend: ${backend}`);
    }
    for (const code of Object.keys(problemCodes)) expect(page).toContain(`\`${code}\``);
  });
});
