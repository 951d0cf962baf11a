import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../../../src/cli";
import { plan as planOf, resource } from "../../../review/plans";
import { printsState } from "../../../support/scripted-commands";
import { planningTerraform } from "../../../support/planning-terraform";
import { runCli } from "../../../support/run-cli";

const journeySchema = z.object({
  stages: z.array(z.object({ stack: z.string(), counts: z.object({ create: z.number() }) })),
});

describe("glrunner plan", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const plan = (...args: string[]) => planOfStage("vpc", ...args);
  const planOfStage = (stage: string, ...args: string[]) => planWith({}, stage, ...args);

  async function planWith(
    terraform: Parameters<typeof planningTerraform>[2],
    stage: string,
    ...args: string[]
  ) {
    const config = join(folder, "glrunner.yaml");
    writeFileSync(config, JSON.stringify({ name: "ci", region: "us-west-2" }));
    const made = { after: { name: "q" } };
    const planned = planOf({
      resources: ["aws_sqs_queue.this", "module.vpc.aws_vpc.this[0]"].map((each) => resource(each, made)),
    });
    const PATH = planningTerraform(folder, planned, terraform);
    return runCli(["plan", ...(stage === "" ? [] : [stage]), "-c", config, ...args], {
      // With the emulator's key, the command fetches no modules.
      env: { PATH, HOME: folder, CDKTF_OUTDIR: join(folder, "out"), AWS_ACCESS_KEY_ID: "loopback" },
    });
  }
  const report = (name: string) => join(folder, name);
  const written = (name: string) => readFileSync(report(name), "utf8");

  it("plans once for several reports", async () => {
    const files = ["a.html", "b.json", "c.md"].flatMap((name) => ["--report", report(name)]);
    const { code, out, err } = await plan(...files);
    expect(code).toBe(exitCodes.ok);
    for (const name of ["a.html", "b.json", "c.md"]) expect(err).toContain(`written to ${report(name)}\n`);
    expect(out).toContain("aws_sqs_queue.this");
    expect(written("a.html")).toMatch(/^<!doctype html>/i);
    expect(written("b.json")).toBe('{"create":2,"update":0,"delete":0}\n');
    expect(written("c.md")).toContain("aws_sqs_queue.this");
    expect(written("calls")).toBe("plan\n");
  });

  it("names the stages of a journey instead of its only root", async () => {
    const { code, out, err } = await planOfStage("", "--journey", "--json");
    expect(code).toBe(exitCodes.ok);
    const { stages } = journeySchema.parse(JSON.parse(out));
    expect(stages.map(({ stack, counts }) => [stack, counts.create])).toEqual([
      ["vpc", 1],
      ["eks", 0],
      ["addons", 0],
      ["runners", 1],
    ]);
    expect(err).toContain("all stages");
    expect(out + err).not.toContain("single");
  });

  it("prints the reviews of the other stages when one cannot be planned", async () => {
    const state = printsState(1, { mode: "managed", type: "aws_vpc", name: "this", instances: [{}] }).stdout;
    const { code, out } = await planWith({ state, fails: "eks" }, "", "--json", "--report", report("a.md"));
    expect(code).toBe(exitCodes.failed);
    expect(JSON.parse(out)).toMatchObject({
      stages: [{ stack: "vpc" }, { stack: "addons" }, { stack: "runners" }],
      failed: ["eks"],
      verdict: { level: "dangerous" },
      error: { details: { stack: "eks" } },
    });
    expect(written("a.md")).toContain("aws_sqs_queue.this");
  });

  it("exits with 3 for changes with --exit-code", async () => {
    expect((await plan("--exit-code")).code).toBe(exitCodes.changes);
    expect((await planOfStage("vpc", "--exit-code", "--format", "gitlab")).code).toBe(3);
    expect((await plan()).code).toBe(exitCodes.ok);
  });

  it("refuses a report in a missing folder before it plans", async () => {
    const files = ["no/a.html", "glrunner.yaml/b.md", "c.md"].flatMap((name) => ["--report", report(name)]);
    const { code, out, err } = await plan(...files);
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
    expect(err).toContain(`: ${report("no/a.html")}, ${report("glrunner.yaml/b.md")} [folder-missing]\n`);
    expect(existsSync(report("calls"))).toBe(false);
    expect(existsSync(report("c.md"))).toBe(false);
  });

  it("reports why a report cannot be written, and still prints the plan", async () => {
    mkdirSync(report("a.html"));
    const { code, out, err } = await plan("--report", report("a.html"));
    expect(code).toBe(exitCodes.failed);
    expect(out).toContain("aws_sqs_queue.this");
    expect(err).toContain("cannot be written: EISDIR");
  });

  it.each(["vpc", "eks"])(
    "names a state of vpc that cannot be read, and leaves it: plan %s",
    async (stage) => {
      const states = join(folder, "tfstate/ci");
      mkdirSync(states, { recursive: true });
      const file = join(states, "vpc.tfstate");
      writeFileSync(file, "<<<<<<< HEAD");
      writeFileSync(`${file}.backup`, JSON.stringify({ version: 4, serial: 1, lineage: "a", resources: [] }));
      const { code, err } = await planOfStage(stage);
      expect(code).toBe(exitCodes.failed);
      expect(err).toContain(file);
      expect(readFileSync(file, "utf8")).toBe("<<<<<<< HEAD");
      expect(existsSync(join(folder, "calls"))).toBe(false);
    },
  );
});
