import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatProblems, loadConfig } from "../../src/config";
import { formatted } from "../../src/config/docs/generated";
import { architecturePage } from "../../src/stacks/architecture";
import { synthFiles } from "../support/synth";

/** An empty stage with the given members. */
const stage = (more: object = {}) =>
  JSON.stringify({ resource: { terraform_data: { region: {} } }, ...more });

describe("the page of the stages", () => {
  it("is up to date: if not, run `npm run docs`", async () => {
    const loaded = loadConfig({ path: "glrunner.yaml", env: {}, today: "2026-11-28", home: "/", cwd: "." });
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    const files = synthFiles(loaded.config);
    const page = architecturePage((name) => files.get(`stacks/${name}/cdk.tf.json`) ?? "");
    expect(readFileSync("docs/architecture.md", "utf8")).toBe(
      (await formatted("docs/architecture.md", page)).text,
    );
  });

  it("draws what a stage reads as an arrow, and names its readers", () => {
    const page = architecturePage((name) =>
      name === "vpc"
        ? stage({ output: { vpc_id: {}, private_subnet_ids: {} } })
        : stage(name === "eks" ? { data: { vpc: "${data.terraform_remote_state.vpc.outputs.vpc_id}" } } : {}),
    );
    expect(page.match(/^ {2}\w+ -- .*/gm)).toEqual(['  vpc -- "vpc_id" --> eks']);
    expect(page).toContain("| `vpc_id` | Id of the VPC | eks |\n| `private_subnet_ids` | Subnets of");
    expect(page).toContain(
      "### eks\n\nModules: none. Resources of its own: `terraform_data`.\n\nPublishes nothing.\n",
    );
  });
});
