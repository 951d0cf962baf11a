/** Runs the scripts of the generated jobs with the shell of this machine. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { passedLine, reportScript, startScript } from "../../../../src/fleet/pipeline/generate/scripts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script as GitLab does: a line that fails ends it. */
function sh(script: string, env: Record<string, string>) {
  return spawnSync("sh", ["-e", "-u", "-c", script], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    encoding: "utf8",
  });
}

const result = (name: string) => readFileSync(join(folder, "results", name), "utf8");

describe("a job", () => {
  const created = new Date(Date.now() - 100_000).toISOString().replace(/\.\d+Z$/, "Z");
  const env = { CI_PIPELINE_CREATED_AT: created, RESULT: "hello-1", CI_NODE_INDEX: "7" };

  it("writes when it began after the pipeline, and that it passed", () => {
    const { status, stderr } = sh([...startScript, "true", passedLine].join("\n"), env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(result("hello-1-7")).toMatch(/^passed 1\d\d\n$/);
  });

  it("writes that it failed if a line fails", () => {
    expect(sh([...startScript, "false", passedLine].join("\n"), env).status).toBe(1);
    expect(result("hello-1-7")).toMatch(/^failed 1\d\d\n$/);
  });

  it("is number 1 if it has no parallel jobs", () => {
    const { CI_PIPELINE_CREATED_AT, RESULT } = env;
    sh([...startScript, passedLine].join("\n"), { CI_PIPELINE_CREATED_AT, RESULT });
    expect(result("hello-1-1")).toMatch(/^passed /);
  });
});

describe("the report", () => {
  const env = { EXPECTED: "hello-1:3 hello-2:1", SLOW_SECONDS: "120" };
  const left = (results: Readonly<Record<string, string>>) => {
    mkdirSync(join(folder, "results"));
    for (const [name, text] of Object.entries(results))
      writeFileSync(join(folder, "results", name), `${text}\n`);
  };

  it("passes if all jobs passed", () => {
    left({
      "hello-1-1": "passed 5",
      "hello-1-2": "passed 6",
      "hello-1-3": "passed 7",
      "hello-2-1": "passed 8",
    });
    const { status, stdout } = sh(reportScript, env);
    expect(stdout).toBe(
      "passed 4, failed 0, hung 0, slow 0 (began after more than 120 s; the last after 8 s)\n",
    );
    expect(status).toBe(0);
  });

  it("names jobs that failed, hung or were slow, and fails", () => {
    left({ "hello-1-1": "passed 121", "hello-1-2": "failed 120" });
    const { status, stdout } = sh(reportScript, env);
    expect(stdout).toBe(`slow: hello-1 1/3 began after 121 s
failed: hello-1 2/3
hung: hello-1 3/3
hung: hello-2 1/1
passed 1, failed 1, hung 2, slow 1 (began after more than 120 s; the last after 121 s)
`);
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toBe(stdout);
    expect(status).toBe(1);
  });

  it("counts all jobs as hung if no job wrote a file", () => {
    expect(sh(reportScript, env).stdout).toContain("passed 0, failed 0, hung 4, slow 0");
  });
});
