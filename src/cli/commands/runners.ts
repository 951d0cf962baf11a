import { defineCommand, type CommandGroup } from "../definition/command";
import { flag, text } from "../definition/option";
import { config, dryRun, runnerArguments, yesToList } from "./shared-options";

/** Which runners of GitLab are meant. */
const owner = {
  group: text({ placeholder: "ID", meaning: "Use the runners of this GitLab group: its ID or path." }),
  project: text({ placeholder: "ID", meaning: "Use the runners of this GitLab project: its ID or path." }),
  instance: flag("Use the runners of the whole GitLab instance."),
};

const change = { config, ...owner, "dry-run": dryRun, yes: yesToList };
const changeAny = { ...change, all: flag("Use all runners of the configuration.") };
const needsToken = "Reads the GitLab access token from GITLAB_TOKEN.";
const exits = {
  failed: "GitLab or a token store refused at least one runner.",
  cancelled: "The list was not approved.",
};

const actions = () => import("../actions/fleet/runners");

const create = defineCommand({
  name: "runners create",
  summary: "Create missing runners and update the others",
  details: `Stores each new token where the configuration refers to. ${needsToken}`,
  arguments: runnerArguments,
  options: change,
  examples: [
    {
      command: "glrunner runners create --group platform/ci --dry-run",
      purpose: "Show what would be created in a group.",
    },
    { command: "glrunner runners create --project 42 --yes", purpose: "Create them in a project." },
  ],
  exits,
  run: async (call) => (await actions()).runRunnersCreate(call),
});

const verify = defineCommand({
  name: "runners verify",
  summary: "Compare runners and tokens with the configuration",
  details: needsToken,
  arguments: runnerArguments,
  options: { config },
  examples: [{ command: "glrunner runners verify", purpose: "Check every runner and its token." }],
  exits: { failed: "A token is wrong, or a runner differs." },
  run: async (call) => (await actions()).runRunnersVerify(call),
});

const rotate = defineCommand({
  name: "runners rotate",
  summary: "Replace runner tokens; the old ones end at once",
  details: `Name runners, or give --all. ${needsToken}`,
  arguments: runnerArguments,
  options: changeAny,
  examples: [{ command: "glrunner runners rotate fargate", purpose: "Replace the token of one runner." }],
  exits,
  run: async (call) => (await actions()).runRunnersRotate(call),
});

const pause = defineCommand({
  name: "runners pause",
  summary: "Let runners take no more jobs",
  details: `Name runners, or give --all. ${needsToken}`,
  arguments: runnerArguments,
  options: changeAny,
  examples: [{ command: "glrunner runners pause --all --yes", purpose: "Pause all before maintenance." }],
  exits,
  run: async (call) => (await actions()).runRunnersPause(call),
});

const resume = defineCommand({
  name: "runners resume",
  summary: "Let paused runners take jobs again",
  details: `Name runners, or give --all. ${needsToken}`,
  arguments: runnerArguments,
  options: changeAny,
  examples: [{ command: "glrunner runners resume --all --yes", purpose: "End the maintenance." }],
  exits,
  run: async (call) => (await actions()).runRunnersResume(call),
});

export const runners: CommandGroup = {
  name: "runners",
  summary: "Create, verify, rotate, pause or resume GitLab runners",
  commands: [create, verify, rotate, pause, resume],
};
