import { oneWordOf } from "../definition/arguments";
import { commandsOf, defineCommand, entriesOf, type Section } from "../definition/command";
import {
  completion as scriptFor,
  shells,
  type CompletedOption,
  type CompletionTable,
} from "../definition/completion";
import type { CommandOption } from "../definition/option";
import { commonOptions } from "../definition/parse";
import type { Completes } from "../definition/value";
import { exitCodes } from "../exit-codes";

export const completion = defineCommand({
  name: "completion",
  summary: "Print a completion script for bash, zsh or fish",
  arguments: oneWordOf(shells, { placeholder: "SHELL", meaning: `The shell: ${shells.join(", ")}.` }),
  options: {},
  examples: [
    { command: "source <(glrunner completion bash)", purpose: "Complete in this bash." },
    {
      command: "glrunner completion zsh > ~/.zfunc/_glrunner",
      purpose: "Complete in every zsh, where ~/.zfunc is in fpath.",
    },
    {
      command: "glrunner completion fish > ~/.config/fish/completions/glrunner.fish",
      purpose: "Complete in every fish.",
    },
  ],
  run: (call) => {
    const [shell] = call.positionals;
    const script = scriptFor(shell, tableOf(call.sections));
    call.print({ shell, script }, script);
    return exitCodes.ok;
  },
});

function tableOf(sections: readonly Section[]): CompletionTable {
  const values = valuesByOption(sections);
  return {
    program: "glrunner",
    options: optionsOf(commonOptions, values),
    commands: entriesOf(sections)
      .flatMap(commandsOf)
      .map(({ name, summary, options, arguments: { completes } }) => ({
        ...{ name, description: summary, options: optionsOf(options, values) },
        ...(completes !== undefined && { takes: completes }),
      })),
  };
}

type Values = ReadonlyMap<string, Completes>;

/** A script looks only at an option's name: it offers what any command takes. */
function valuesByOption(sections: readonly Section[]): Values {
  const values = new Map<string, Completes>();
  for (const { options } of entriesOf(sections).flatMap(commandsOf)) {
    for (const [name, { completes }] of Object.entries(options)) {
      if (completes !== undefined) values.set(name, merged(values.get(name), completes));
    }
  }
  return values;
}

function merged(one: Completes | undefined, other: Completes): Completes {
  if (typeof one === "object" && typeof other === "object") return [...new Set([...one, ...other])];
  // Files include folders.
  return one === "file" ? one : other;
}

function optionsOf(
  options: Readonly<Record<string, CommandOption<unknown>>>,
  values: Values,
): CompletedOption[] {
  return Object.entries(options).map(([name, { meaning, short }]) => {
    const takes = values.get(name);
    return {
      ...{ name, description: meaning },
      ...(short !== undefined && { short }),
      ...(takes !== undefined && { takes }),
    };
  });
}
