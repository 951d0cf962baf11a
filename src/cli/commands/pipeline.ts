import { noArguments, oneArgument } from "../definition/arguments";
import { defineCommand, type CommandGroup } from "../definition/command";
import { choice, flag, withDefault } from "../definition/option";
import { config, jobs } from "./shared-options";

const generate = defineCommand({
  name: "pipeline generate",
  summary: "Print a pipeline that tests the runners",
  details: "The pipeline starts jobs on every runner and ends with a report.",
  arguments: noArguments,
  options: {
    config,
    jobs,
    languages: flag("Add jobs in several languages, which test that `image:` is honoured."),
    build: flag("Add a job on each runner with `build`, which builds an image."),
  },
  examples: [
    {
      command: "glrunner pipeline generate --jobs 100 > .gitlab-ci.yml",
      purpose: "Write a pipeline with 100 jobs.",
    },
  ],
  run: async (call) => (await import("../actions/fleet/pipeline")).runPipelineGenerate(call),
});

const lint = defineCommand({
  name: "pipeline lint",
  summary: "Find jobs of a pipeline that the runners cannot run",
  details: "Reads the file only, and gives each finding with its line and fix.",
  arguments: oneArgument({
    placeholder: "FILE",
    meaning: "The pipeline, such as .gitlab-ci.yml.",
    completes: "file",
  }),
  options: {
    config,
    format: withDefault(
      choice(["terminal", "codequality"], {
        placeholder: "FORMAT",
        meaning: "Print the findings in this format: codequality is GitLab's report.",
      }),
      "terminal",
    ),
    strict: flag("Fail for a warning too."),
  },
  examples: [
    { command: "glrunner pipeline lint .gitlab-ci.yml", purpose: "Lint a pipeline." },
    {
      command: "glrunner pipeline lint .gitlab-ci.yml --format codequality > quality.json",
      purpose: "Make a report for a merge request.",
    },
  ],
  exits: {
    failed: "At least one finding is an error, or with --strict a warning.",
    nothingChecked: "The pipeline has no jobs to check.",
  },
  run: async (call) => (await import("../actions/fleet/pipeline")).runPipelineLint(call),
});

export const pipeline: CommandGroup = {
  name: "pipeline",
  summary: "Generate a test pipeline, or lint yours",
  commands: [generate, lint],
};
