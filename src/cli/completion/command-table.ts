/** The table for completion, made from the definitions of the commands. */
import { commandsOf, entriesOf, type Section } from "../definition/command";
import type { CommandOption } from "../definition/option";
import { commonOptions } from "../definition/parse";
import type { Completes } from "../definition/value";
import type { CompletedOption, CompletionTable } from "./table";

export function commandTable(sections: readonly Section[]): CompletionTable {
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

/** What an option takes, by its name. */
type Values = ReadonlyMap<string, Completes>;

/** The scripts know an option only by its name, so they offer what it takes in any command. */
function valuesByOption(sections: readonly Section[]): Values {
  const values = new Map<string, Completes>();
  for (const { options } of entriesOf(sections).flatMap(commandsOf)) {
    for (const [name, { completes }] of Object.entries(options)) {
      if (completes !== undefined) values.set(name, merged(values.get(name), completes));
    }
  }
  return values;
}

function merged(before: Completes | undefined, next: Completes): Completes {
  if (typeof before === "object" && typeof next === "object") return [...new Set([...before, ...next])];
  // Files include folders.
  return before === "file" ? before : next;
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
