/** `docs/commands.md`, made from the definitions of the commands. */
import { exitCodes, exitMeanings } from "../exit-codes";
import { commandsOf, entriesOf, type Command, type Section } from "./command";
import { exitsOf, optionMeaning, optionUsage, usageOf } from "./help";
import { commonOptions } from "./parse";
import type { CommandOption } from "./option";

const introduction = `# Commands

Every command of glrunner with its options, examples and exit codes. \`npm run docs\` writes this page from the same
definitions as \`glrunner help\`, \`glrunner COMMAND --help\` and the completion of shells.
`;

export function commandsPage(sections: readonly Section[]): string {
  return [
    introduction,
    ...sections.flatMap((section) => [
      `## ${section.title}\n`,
      ...entriesOf([section]).flatMap(commandsOf).map(chapter),
    ]),
    "## Options of every command\n",
    optionTable(commonOptions),
    "## Exit codes\n",
    "| Code | Meaning |\n| --- | --- |",
    ...exitMeanings.map(([name, meaning]) => `| ${exitCodes[name]} | ${meaning} |`),
    "",
  ].join("\n");
}

function chapter(command: Command): string {
  const { name, summary, details, options, examples, arguments: words } = command;
  const own = Object.keys(options).length > 0 ? [optionTable(options)] : [];
  const exits = exitsOf(command).map(([code, meaning]) => `- \`${code}\`: ${meaning}`);
  return [
    `### ${name}\n`,
    `${summary}.${details === undefined ? "" : ` ${details}`}\n`,
    `\`\`\`text\nUsage: ${usageOf(command)}\n\`\`\`\n`,
    ...(words.usage === "" ? [] : [`\`${words.usage}\`: ${words.meaning}\n`]),
    ...own,
    ...examples.map(({ command: line, purpose }) => `${purpose}\n\n\`\`\`sh account\n${line}\n\`\`\`\n`),
    `Exit codes:\n\n${exits.join("\n")}\n`,
  ].join("\n");
}

function optionTable(options: Readonly<Record<string, CommandOption<unknown>>>): string {
  const rows = Object.entries(options).map(
    ([name, option]) => `| \`${optionUsage(name, option).trim()}\` | ${optionMeaning(option)} |`,
  );
  return `| Option | Meaning |\n| --- | --- |\n${rows.join("\n")}\n`;
}
