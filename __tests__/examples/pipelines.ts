/** Reads the jobs of both pipelines in `examples/ci`, each with its complete shell script. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { commandsOf } from "../docs/judge";

export const gitlabFile = "examples/ci/glrunner.gitlab-ci.yml";
export const githubFile = "examples/ci/github-workflow.yml";

interface Job {
  readonly name: string;
  readonly script: string;
}

const gitlabJob = z.looseObject({
  extends: z.string().optional(),
  stage: z.string().optional(),
  needs: z.array(z.string()).optional(),
  resource_group: z.string().optional(),
  rules: z.array(z.object({ if: z.string(), when: z.string().optional() })).optional(),
  before_script: z.array(z.string()).optional(),
  script: z.array(z.string()).optional(),
});
type GitlabJob = z.output<typeof gitlabJob>;

const gitlabPipeline = z.record(z.string(), z.unknown()).parse(parse(readFileSync(gitlabFile, "utf8")));

export const gitlab = z
  .object({ stages: z.array(z.string()), variables: z.record(z.string(), z.string()) })
  .parse(gitlabPipeline);

/** Resolves `extends` as GitLab does: the job's own keys override inherited ones. */
export function gitlabJobs(): ReadonlyMap<string, GitlabJob> {
  const others = Object.entries(gitlabPipeline).filter(([name]) => !Object.hasOwn(gitlab, name));
  const jobs = new Map(others.map(([name, job]) => [name, gitlabJob.parse(job)]));
  const whole = (job: GitlabJob): GitlabJob => {
    const base = jobs.get(job.extends ?? "");
    return base === undefined ? job : { ...whole(base), ...job };
  };
  const shown = [...jobs].filter(([name]) => !name.startsWith("."));
  return new Map(shown.map(([name, job]) => [name, whole(job)]));
}

export function gitlabScripts(): readonly Job[] {
  return [...gitlabJobs()].map(([name, { before_script: before = [], script = [] }]) => ({
    name,
    script: [...before, ...script].join("\n"),
  }));
}

const githubWorkflow = z.looseObject({
  on: z.looseObject({
    workflow_dispatch: z.object({
      inputs: z.object({ stage: z.looseObject({ options: z.array(z.string()) }) }),
    }),
  }),
  permissions: z.record(z.string(), z.string()),
  jobs: z.object({
    glrunner: z.looseObject({
      steps: z.array(
        z.looseObject({
          name: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
        }),
      ),
    }),
  }),
});

export const github = githubWorkflow.parse(parse(readFileSync(githubFile, "utf8")));
export const githubSteps = github.jobs.glrunner.steps;

export function githubScripts(): readonly Job[] {
  return githubSteps.flatMap(({ name = "", run }) => (run === undefined ? [] : [{ name, script: run }]));
}

/**
 * The glrunner commands of a script.
 * @param chosen values of `$STAGE`
 */
export function glrunnerCommands(script: string, chosen: readonly string[] = []): readonly string[][] {
  return commandsOf({ page: "", line: 1, kind: "sh", text: script })
    .map((words) =>
      words[0] === "node" && words[1]?.endsWith("glrunner.cjs") === true
        ? ["glrunner", ...words.slice(2)]
        : words,
    )
    .filter(([program]) => program === "glrunner")
    .flatMap((words) =>
      words.includes("$STAGE")
        ? chosen.map((stage) => words.map((word) => (word === "$STAGE" ? stage : word)))
        : [words],
    );
}
