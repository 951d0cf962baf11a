/** Checks that the page's pipeline runs on the described runners, and that the page's codes exist. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { presets } from "../../src/config/presets";
import { problemCodes } from "../../src/config/input/problem-codes";
import { takersOf } from "../../src/config/resolve/routing";
import { fleetOf } from "../../src/fleet/pipeline/fleet-runner";
import { readPipeline } from "../../src/fleet/pipeline/jobs/read-pipeline";
import { lint } from "../../src/fleet/pipeline/lint/lint";
import { configOf } from "../support/synth";

const page = readFileSync("docs/spot.md", "utf8");
const [, pipeline = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
const fleet = fleetOf(configOf(presets.standard.input));

describe("docs/spot.md", () => {
  it("has a pipeline without findings, with one job on Spot and one on its twin", () => {
    expect(lint(pipeline, fleet)).toMatchObject({ ok: true, result: { findings: [], notes: [] } });
    const read = readPipeline(pipeline);
    if (!read.ok) throw new Error("no pipeline");
    const placed = read.pipeline.jobs.map(({ name, tags }) => [
      name,
      ...takersOf(fleet, tags.names).map(({ compute }) => compute),
    ]);
    expect(placed).toEqual([
      ["test", "spot"],
      ["deploy", "fargate"],
    ]);
  });

  it("names existing codes", () => {
    const codes = [...page.matchAll(/^\| `([a-z-]+)` /gm)].map(([, code]) => code);
    expect(codes.length).toBe(9);
    expect(codes.filter((code = "") => !(code in problemCodes))).toEqual([]);
  });
});
