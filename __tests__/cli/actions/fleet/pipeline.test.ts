import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../../../src/cli";
import { runCli } from "../../../support/run-cli";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const pipeline = (...args: string[]) => runCli(["pipeline", ...args, "-c", "glrunner.yaml"]);

function file(text: string): string {
  const path = join(folder, "ci.yml");
  writeFileSync(path, text);
  return path;
}

describe("glrunner pipeline", () => {
  it("generate writes a pipeline without findings of lint", async () => {
    const { code, out } = await pipeline("generate", "--jobs", "400");
    expect(code).toBe(exitCodes.ok);
    expect(out.split("\n")[0]).toBe(
      "# 400 jobs for runners that hold 300 at once, and a report of them. Made by: glrunner pipeline generate",
    );
    expect(await pipeline("lint", file(out))).toMatchObject({
      code: exitCodes.ok,
      out: "5 jobs, 0 errors, 0 warnings\n",
    });
  });

  it("generate starts as many jobs as the runners run, and with --languages no others", async () => {
    const jobsOf = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await pipeline("generate", "--json", ...args)).out);
    expect(await jobsOf()).toMatchObject({ jobs: 300, atOnce: 300 });
    expect(await jobsOf("--languages")).toMatchObject({ jobs: 10 });
    expect(await jobsOf("--languages", "--jobs", "5")).toMatchObject({ jobs: 15 });
  });

  it("lint fails for an error, not for a warning", async () => {
    const path = file("a:\n  script: x\n  tags: [eks-fargate]\n  image: ruby:3\n");
    expect((await pipeline("lint", path)).code).toBe(exitCodes.ok);
    expect((await pipeline("lint", path, "--strict")).code).toBe(exitCodes.failed);
    expect(
      (await pipeline("lint", file("a: { script: x, tags: [eks-fargate], image: e.example/x }"), "--strict"))
        .code,
    ).toBe(exitCodes.ok);
    const wrong = await pipeline("lint", file("a:\n  script: x\n  tags: [other]\n"));
    expect(wrong.code).toBe(exitCodes.failed);
    expect(wrong.out).toContain("ci.yml:3: error: a: no runner has the tag other [no-runner]\n");
  });

  it("lint is data with --json, and a report for GitLab with --format codequality", async () => {
    const path = relative(process.cwd(), file("a: { script: x, tags: [other] }"));
    const { out } = await pipeline("lint", `./${path}`, "--format", "codequality");
    expect(JSON.parse(out)).toMatchObject([
      { check_name: "glrunner/no-runner", location: { path: "ci.yml" } },
    ]);
    expect(JSON.parse((await pipeline("lint", path, "--json")).out)).toMatchObject({
      file: path,
      jobs: 1,
      findings: [{ rule: "no-runner", level: "error", places: [{ line: 1, jobs: ["a"] }] }],
    });
  });

  it.each([
    [["lint"], "FILE"],
    [["lint", "none.yml"], "the pipeline cannot be read"],
    [["lint", "README.md", "--format", "pdf"], "terminal, codequality"],
    [["generate", "--jobs", "0"], "100000"],
    [["generate", "file"], "file"],
  ])("refuses %j", async (args, message) => {
    const { code, out, err } = await pipeline(...args);
    expect({ code, out, said: err.includes(message) }).toEqual({
      code: exitCodes.refused,
      out: "",
      said: true,
    });
  });

  it("lint refuses a file that is not a pipeline, with the line", async () => {
    const { code, out, err } = await pipeline("lint", file("a:\n  - b\n c\n"));
    expect({ code, out }).toEqual({ code: exitCodes.refused, out: "" });
    expect(err).toMatch(/ci\.yml:\d: .* \[pipeline-syntax\]/);
  });

  it("lint reads included files, relative to the top of the repository", async () => {
    mkdirSync(join(folder, ".git"));
    mkdirSync(join(folder, "ci"));
    writeFileSync(join(folder, "ci/jobs.yml"), "a: { script: x, tags: [other] }\n");
    const { code, out } = await pipeline("lint", file("include: /ci/*.yml\n"));
    expect(code).toBe(exitCodes.failed);
    expect(out).toContain("ci/jobs.yml:1: error: a: ");
  });

  it("a report for GitLab names files from the top of the repository, wherever the command runs", async () => {
    mkdirSync(join(folder, ".git"));
    mkdirSync(join(folder, "ci"));
    writeFileSync(join(folder, "ci/root.yml"), "include: /ci/jobs.yml\na: { script: x, tags: [other] }\n");
    writeFileSync(join(folder, "ci/jobs.yml"), "b: { script: x, tags: [gone] }\n");
    const { out } = await pipeline("lint", join(folder, "ci/root.yml"), "--format", "codequality");
    expect(JSON.parse(out)).toMatchObject([
      { location: { path: "ci/root.yml", lines: { begin: 2 } } },
      { location: { path: "ci/jobs.yml", lines: { begin: 1 } } },
    ]);
  });

  it.each(["stages: [test]\n", "include: { project: p, file: f }\n", ".a: { script: x }\n"])(
    "lint does not pass a pipeline without jobs: %j",
    async (text) => {
      const { code, out } = await pipeline("lint", file(text));
      expect(code).toBe(exitCodes.nothingChecked);
      expect(out).toContain("No job was checked");
    },
  );

  it("lint refuses an endless file", async () => {
    const { code, err } = await pipeline("lint", "/dev/zero");
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain("[pipeline-too-large]");
  });
});
