/**
 * Checks that GitLab and GitHub accept the pipelines of `examples/ci`, that their commands are valid, that they deploy the
 * stages in order, approve no loss and print no secret.
 */
import { missingInCi } from "../support/requirement";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { stages } from "../../src/config/stages";
import { problemOf } from "../docs/judge";
import {
  github,
  githubFile,
  githubScripts,
  githubSteps,
  gitlab,
  gitlabFile,
  gitlabJobs,
  gitlabScripts,
  glrunnerCommands,
} from "./pipelines";

/** It contains the schemas of both. `.ci/run` installs it next to checkov. */
const checker = resolve("node_modules/.cache/checkov/bin/check-jsonschema");
const missingChecker = existsSync(checker) ? undefined : `check-jsonschema, beside checkov: ${checker}`;
const folder = mkdtempSync(join(tmpdir(), "glrunner-pipelines-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const answer = z.object({ status: z.string(), errors: z.array(z.looseObject({ path: z.string() })) });

/** The violations of the schema; empty if GitLab or GitHub accept the file. */
function against(schema: "gitlab-ci" | "github-workflows", file: string): readonly string[] {
  const gitlabs = ["--data-transform", "gitlab-ci", "--regex-variant", "nonunicode"];
  const options = ["--builtin-schema", `vendor.${schema}`, ...(schema === "gitlab-ci" ? gitlabs : [])];
  const { stdout } = spawnSync(checker, [...options, "--output-format", "json", file], { encoding: "utf8" });
  return answer.parse(JSON.parse(stdout)).errors.map(({ path }) => path);
}

function broken(file: string, change: (pipeline: Record<string, unknown>) => void): string {
  const pipeline = z.record(z.string(), z.unknown()).parse(parse(readFileSync(file, "utf8")));
  change(pipeline);
  const path = join(folder, "broken.yml");
  writeFileSync(path, stringify(pipeline));
  return path;
}

it("CI has the checker for the published schemas", async (context) => {
  expect(await missingInCi(missingChecker === undefined ? [] : [missingChecker], context)).toEqual([]);
});

describe.skipIf(missingChecker !== undefined)("the published schemas", () => {
  it("accept the GitLab include, and refuse one with an unknown keyword", () => {
    expect(against("gitlab-ci", gitlabFile)).toEqual([]);
    const wrong = broken(gitlabFile, (pipeline) => {
      pipeline["glrunner:check"] = { script: ["glrunner check"], when: "by hand" };
    });
    expect(against("gitlab-ci", wrong)).toEqual(["$['glrunner:check'].when"]);
  });

  it("accept the GitHub workflow, and refuse one without jobs", () => {
    expect(against("github-workflows", githubFile)).toEqual([]);
    const wrong = broken(githubFile, (pipeline) => {
      delete pipeline.jobs;
    });
    expect(against("github-workflows", wrong)).toEqual(["$"]);
  });
});

const scheduled = '$CI_PIPELINE_SOURCE == "schedule"';
const notScheduled = { if: scheduled, when: "never" };

describe("the GitLab include", () => {
  it("runs valid commands of glrunner", () => {
    const commands = gitlabScripts().flatMap(({ name, script }) =>
      glrunnerCommands(script).map((words) => [name, ...words.slice(1)]),
    );
    expect(commands.filter(([, command]) => command !== "bootstrap")).toEqual([
      ["glrunner:check", "synth"],
      ["glrunner:check", "check"],
      ["glrunner:plan", "plan", "--report", "glrunner-plan.json", "--report", "glrunner-plan.html"],
      ["glrunner:drift", "plan", "--exit-code", "--report", "glrunner-drift.html"],
      ...stages.map((stage) => [`glrunner:deploy:${stage}`, "deploy", stage, "--yes"]),
    ]);
    expect(commands.filter(([, command]) => command === "bootstrap")).toHaveLength(3 + stages.length);
    expect(commands.map(([, ...words]) => problemOf(["glrunner", ...words]) ?? "")).toEqual(
      commands.map(() => ""),
    );
  });

  it("deploys manually, on the default branch, one stage after another", () => {
    const jobs = [...gitlabJobs()].filter(([, { stage }]) => stage === "deploy");
    const before = ["glrunner:plan", ...stages.map((stage) => `glrunner:deploy:${stage}`)];
    const rules = [notScheduled, { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", when: "manual" }];
    expect(jobs.map(([name, job]) => ({ name, needs: job.needs, rules: job.rules }))).toEqual(
      stages.map((stage, at) => ({ name: `glrunner:deploy:${stage}`, needs: [before[at]], rules })),
    );
    expect(jobs.map(([, job]) => job.resource_group)).toEqual(stages.map(() => "glrunner"));
    expect(gitlab.stages).toEqual(["check", "plan", "deploy"]);
  });

  it("shows the plan in the merge request", () => {
    expect(gitlabJobs().get("glrunner:plan")).toMatchObject({
      needs: ["glrunner:check"],
      rules: [
        notScheduled,
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH" },
      ],
      artifacts: { paths: ["glrunner-plan.html"], reports: { terraform: "glrunner-plan.json" } },
    });
  });

  it("checks for drift on a schedule, without any other job", () => {
    const inSchedule = [...gitlabJobs()].filter(([, { rules }]) => rules?.[0]?.when !== "never");
    expect(inSchedule.map(([name]) => name)).toEqual(["glrunner:drift"]);
    expect(gitlabJobs().get("glrunner:drift")).toMatchObject({
      ...{ resource_group: "glrunner", rules: [{ if: scheduled }] },
      artifacts: { paths: ["glrunner-drift.html"], when: "always" },
    });
  });

  it("downloads the released file of the current version", () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync("package.json", "utf8")));
    expect(gitlab.variables.GLRUNNER_VERSION).toBe(version);
    expect(readFileSync(githubFile, "utf8")).toContain(`GLRUNNER_VERSION: ${version}\n`);
  });
});

describe("the GitHub workflow", () => {
  it("runs valid commands of glrunner for every stage", () => {
    const { options } = github.on.workflow_dispatch.inputs.stage;
    expect(options).toEqual([...stages]);
    const commands = githubScripts().flatMap(({ script }) => glrunnerCommands(script, options));
    expect(commands.map((words) => words.slice(1, 4).join(" "))).toEqual([
      "bootstrap --workspace $RUNNER_TEMP/glrunner",
      "synth",
      "check",
      "plan --format markdown",
      ...stages.map((stage) => `deploy ${stage} --yes`),
    ]);
    expect(commands.map((words) => problemOf(words) ?? "")).toEqual(commands.map(() => ""));
  });

  it("runs no third-party code, and puts no untrusted text into its scripts", () => {
    const used = githubSteps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used).toEqual(["actions/checkout@v5", "actions/setup-node@v5"]);
    expect(githubScripts().filter(({ script }) => script.includes("${{"))).toEqual([]);
    expect(github.permissions).toEqual({ contents: "read", "id-token": "write" });
  });
});

describe.each([
  ["GitLab", "sh", gitlabScripts()],
  ["GitHub", "bash", githubScripts()],
] as const)("every script for %s", (_, shell, scripts) => {
  it.each(scripts)("$name: shellcheck finds no problem", ({ script }) => {
    const options = [`--shell=${shell}`, "--severity=info", "-"];
    const { error, stdout } = spawnSync("shellcheck", options, { input: `${script}\n`, encoding: "utf8" });
    expect(error === undefined ? stdout : "").toBe("");
    expect(spawnSync(shell, ["-n"], { input: script }).status).toBe(0);
  });

  it.each(scripts)("$name: approves no loss and prints no variable", ({ script }) => {
    expect(script).not.toMatch(/--allow-loss|set -\w*x|xtrace|\bprintenv\b|^ *env$|export -p/m);
    const told = script
      .split("\n")
      .filter((line) => /\becho\b/.test(line) && !/>>"\$GITHUB_ENV"$/.test(line));
    expect(told.filter((line) => line.includes("$"))).toEqual([]);
  });
});
