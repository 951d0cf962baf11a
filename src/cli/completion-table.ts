/** The table of commands in the form that completion scripts are made of. */
import { presetNames } from "../config/presets";
import { regions } from "../facts/regions";
import { homes } from "../bootstrap/home-persistence";
import { singleStack, stages } from "../config/stages";
import { options, type OptionName } from "./command-context";
import type { Action, Command } from "./commands";
import { completion, shells, type CommandOption, type Value } from "./commands/completion";
import { lintFormats } from "./actions/pipeline";
import { planFormats } from "./actions/plan";

const formats = [...new Set([...planFormats, ...lintFormats])];

/** What each option is for; the help page says the same at more length. */
export const optionTexts: Readonly<Record<OptionName, { readonly text: string; readonly takes?: Value }>> = {
  config: { text: "the configuration", takes: "file" },
  output: { text: "where the stacks are written; of init, the file", takes: "folder" },
  "creation-seconds": { text: "how long a cluster and its parts take", takes: "text" },
  yes: { text: "approve plans that lose nothing; of jobs clean: delete; of init: ask nothing" },
  "allow-loss": { text: "approve also what deletes or replaces data or identity" },
  confirm: { text: "the cluster's name: approves its destroy", takes: "text" },
  journey: { text: "all stages in one plan, from nothing" },
  format: { text: "form of the review or the findings", takes: formats },
  "dry-run": { text: "look, and change nothing" },
  "older-than": { text: "age from which any job pod hangs, such as 2h", takes: "text" },
  on: { text: "a day, such as 2027-03-01", takes: "text" },
  to: { text: "the configuration that names the new place", takes: "file" },
  preset: { text: "what to begin with", takes: presetNames },
  "from-state": { text: "the Terraform state of a cluster to adopt", takes: "file" },
  name: { text: "the cluster's name", takes: "text" },
  region: { text: "where it is", takes: regions },
  state: { text: "where the state is kept, such as s3://bucket", takes: "text" },
  token: { text: "RUNNER=REFERENCE: where a runner's token is", takes: "text" },
  jobs: { text: "how many jobs are there at once", takes: "text" },
  languages: { text: "jobs of several languages" },
  chart: { text: "where to write a chart: a name that ends in .svg or .html", takes: "file" },
  group: { text: "ID or path of the runners' group in GitLab", takes: "text" },
  project: { text: "ID or path of the runners' project in GitLab", takes: "text" },
  instance: { text: "the runners are the whole GitLab's" },
  all: { text: "all runners of the configuration" },
  report: { text: "where to write the review too: .html, .md, or .json for GitLab", takes: "file" },
  offline: { text: "ask nothing of AWS" },
  workspace: { text: "where what can be had again is kept", takes: "folder" },
  terraform: { text: "Terraform or its archive, where there is no internet", takes: "file" },
  mirror: { text: "address that stands for the publishers'", takes: "text" },
  checksum: { text: "SHA-256 of Terraform, where none is recorded", takes: "text" },
  home: { text: "whether the home outlives the session", takes: homes },
  json: { text: "results as JSON" },
  help: { text: "the help page" },
};

const words = {
  stages: [...stages, singleStack],
  file: "file",
  folder: "folder",
  shell: shells,
  runners: "text",
} as const;

/** Undefined for a shell that is not known. */
export function completionText(
  name: string,
  commands: Readonly<Record<string, Command>>,
): string | undefined {
  const shell = shells.find((each) => each === name);
  return (
    shell &&
    completion(shell, {
      program: "glrunner",
      options: [option("json"), option("help")],
      commands: Object.entries(commands).flatMap(([word, command]) => [
        ...("run" in command ? [row(word, command)] : []),
        ...Object.entries("actions" in command ? command.actions : {})
          .filter(([, { hidden }]) => hidden !== true)
          .map(([action, each]) => row(`${word} ${action}`, each)),
      ]),
    })
  );
}

function row(name: string, { summary, options: own, takes }: Action) {
  return {
    name,
    description: summary,
    options: own.map(option),
    ...(takes !== undefined && { takes: words[takes] }),
  };
}

function option(name: OptionName): CommandOption {
  const { text, takes } = optionTexts[name];
  const given = options[name];
  return {
    name,
    description: text,
    ...("short" in given && { short: given.short }),
    ...(takes !== undefined && { takes }),
  };
}
