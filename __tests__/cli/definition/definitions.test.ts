/** Help, the page, completion and the command line are made from the definitions: this holds them together. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sections } from "../../../src/cli/commands";
import { commandsOf, entriesOf, isGroup, type Command } from "../../../src/cli/definition/command";
import { helpFor, overview } from "../../../src/cli/definition/help";
import { commandsPage } from "../../../src/cli/definition/page";
import { commonOptions, parseCommandLine } from "../../../src/cli/definition/parse";
import { exitCodes } from "../../../src/cli";
import { formatted } from "../../../src/config/docs/generated";
import { commandsIn } from "../../docs/shell-words";
import { runCli } from "../../support/run-cli";

const entries = entriesOf(sections);
const commands = entries.flatMap(commandsOf);
const named = commands.map((command): [string, Command] => [command.name, command]);

const printed = async (...args: readonly string[]) => (await runCli(args)).out;

function helpText(...words: readonly string[]): string {
  const page = helpFor(sections, words);
  return page.ok ? page.text : page.message;
}

const isSentence = (text: string) => /^[A-Z0-9`].*[.]$/.test(text);

describe("definitions", () => {
  it.each(named)("%s: every option has a meaning, and values have a placeholder", (_, { options }) => {
    for (const [name, { meaning, placeholder, completes }] of Object.entries(options)) {
      expect({
        name,
        ok: isSentence(meaning) && (placeholder === undefined) === (completes === undefined),
      }).toEqual({
        name,
        ok: true,
      });
    }
  });

  it.each(named)("%s: the summary fits a line, details and exit codes are sentences", (_, command) => {
    const { summary, details = "None.", exits = {} } = command;
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
    for (const text of [details, ...Object.values(exits)]) expect(text).toSatisfy(isSentence);
  });

  it.each(named)("%s: every example is a valid command line", (name, { examples }) => {
    const lines = examples
      .flatMap(({ command }) => commandsIn(command))
      .filter(([program]) => program === "glrunner");
    const parsed = lines.map(([, ...args]) => parseCommandLine(args, sections));
    expect(parsed.filter(({ kind }) => kind === "refused")).toEqual([]);
    expect(parsed.map((line) => (line.kind === "command" ? line.command.name : line.kind))).toContain(name);
  });

  it("give an option of one name a value in every command or in none, and one short form", () => {
    const forms = new Map<string, Set<string>>();
    for (const [name, { placeholder, short = "" }] of commands.flatMap(({ options }) =>
      Object.entries(options),
    ))
      forms.set(
        name,
        (forms.get(name) ?? new Set()).add(`${placeholder === undefined ? "flag" : "value"} ${short}`),
      );
    expect([...forms].filter(([, all]) => all.size > 1)).toEqual([]);
  });
});

describe("glrunner help", () => {
  it("fits a screen of 24 lines and 80 columns", () => {
    const lines = overview(sections).split("\n");
    expect(lines.length).toBeLessThanOrEqual(24 + 1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("has a line for each usual command, and no line for two", () => {
    const lines = overview(sections).split("\n");
    for (const { name } of sections.flatMap(({ usual }) => usual))
      expect(lines.filter((line) => line.slice(8).startsWith(`${name} `))).toHaveLength(1);
  });

  it("all has a line for each command", () => {
    const [list = ""] = helpText("all").split("Options of every command");
    const lines = list.split("\n");
    for (const { name } of commands)
      expect(lines.filter((line) => new RegExp(`^.{8}${name} +[A-Z]`).test(line))).toHaveLength(1);
  });

  it.each(["emulate", "runners", "pipeline", "state", "jobs"])(
    "%s lists the commands of the group",
    (name) => {
      const group = entries.find((entry) => entry.name === name);
      expect(group !== undefined && isGroup(group)).toBe(true);
      for (const command of group === undefined ? [] : commandsOf(group))
        expect(helpText(name)).toContain(command.name);
    },
  );

  it.each(named)(
    "%s: --help names every option and example, in 80 columns",
    async (name, { options, examples }) => {
      const text = await printed(...name.split(" "), "--help");
      for (const option of [...Object.keys(options), ...Object.keys(commonOptions)])
        expect(text).toContain(`--${option}`);
      for (const { command } of examples) expect(text).toContain(command);
      expect(text).toBe(helpText(...name.split(" ")));
      const long = text.split("\n").filter((line) => line.length > 80);
      expect(long.filter((line) => !examples.some(({ command }) => line.includes(command)))).toEqual([]);
    },
  );
});

describe("the generated files", () => {
  it("the file help: if not, run `npm run docs`", () => {
    expect(readFileSync("help", "utf8")).toBe(overview(sections));
  });

  it("docs/commands.md: if not, run `npm run docs`", async () => {
    const { text } = await formatted("docs/commands.md", commandsPage(sections));
    expect(readFileSync("docs/commands.md", "utf8")).toBe(text);
    for (const { name } of commands) expect(text).toContain(`### ${name}\n`);
  });

  it.each(["bash", "zsh", "fish"])(
    "completion in %s offers every command and option, and nothing hidden",
    async (shell) => {
      const script = await printed("completion", shell);
      const words = commands.flatMap(({ name, options }) => [...name.split(" "), ...Object.keys(options)]);
      for (const word of words) expect(script).toMatch(new RegExp(`(^|[^\\w])${word}([^\\w]|$)`, "m"));
      expect(script).not.toMatch(/\bserve\b/);
    },
  );
});

describe("a command line", () => {
  const refusal = (...args: readonly string[]) => {
    const parsed = parseCommandLine(args, sections);
    return parsed.kind === "refused" ? parsed.message : parsed.kind;
  };

  it.each([
    [["plam"], "plan"],
    [["runners", "rotat"], "rotate"],
    [["plan", "--jurney"], "--journey"],
    [["plan", "--format", "htlm"], "html"],
    [["completion", "bahs"], "bash"],
  ])("%j is refused with the word that was meant", (args, meant) => {
    expect(refusal(...args)).toContain(`did you mean ${meant}?`);
  });

  it("suggests no word if none is near", () => {
    expect(refusal("frobnicate")).not.toContain("did you mean");
  });

  it.each([
    [["plan", "--config"], "--config"],
    [["plan", "--config", "--journey"], "--config=--journey"],
    [["plan", "--journey=yes"], "--journey"],
    [["plan", "--config="], "--config"],
  ])("%j is refused for the form of an option", (args, subject) => {
    expect(refusal(...args)).toContain(subject);
  });

  it("accepts options before the command, and uses the last value of a repeated one", () => {
    const parsed = parseCommandLine(["--json", "-c", "a.yaml", "versions", "-c", "b.yaml"], sections);
    expect(parsed).toMatchObject({ kind: "command", json: true, command: { name: "versions" } });
  });

  it("--version prints the version of the package", async () => {
    expect(await printed("--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(exitCodes.ok).toBe(0);
  });
});
