/**
 * The whole JSON of the example and of the tutorial. After an intended change: `npx vitest run -u`, and review
 * the difference of the golden files.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { configOfYaml, synthFiles } from "../support/synth";

/** Removes cdktf's metadata, which Terraform ignores. */
function withoutComments(text: string): string {
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) => (key === "//" ? undefined : value)),
    null,
    2,
  );
}

describe("goldens", () => {
  const example = synthFiles(configOfYaml(readFileSync("glrunner.yaml", "utf8")));
  it.each(["vpc", "eks", "addons", "runners"])("the example's %s stage", async (stage) => {
    const text = withoutComments(example.get(`stacks/${stage}/cdk.tf.json`) ?? "");
    await expect(`${text}\n`).toMatchFileSnapshot(`../goldens/${stage}.json`);
  });

  it("the tutorial's single root", async () => {
    const files = synthFiles(configOfYaml(readFileSync("examples/tutorial.yaml", "utf8")));
    expect([...files.keys()].sort()).toEqual(["manifest.json", "stacks/single/cdk.tf.json"]);
    const text = withoutComments(files.get("stacks/single/cdk.tf.json") ?? "");
    await expect(`${text}\n`).toMatchFileSnapshot("../goldens/tutorial.json");
  });
});
