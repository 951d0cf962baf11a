import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { version } from "../../package.json";
import { sections } from "../../src/cli/commands";
import { commandsOf, entriesOf } from "../../src/cli/definition/command";
import { messages } from "../../src/cli/messages";
import { documentedCodes, messagesPage } from "../../src/cli/messages/page";
import { failedDocumentSchema } from "../../src/cli/context/reported-error";
import { formatted } from "../../src/config/docs/generated";
import { problemCodes } from "../../src/config/input/problem-codes";
import { rules } from "../../src/fleet/pipeline/lint/lint";
import { catalogue } from "../../src/run/errors/catalogue";
import { runCli } from "../support/run-cli";

const page = readFileSync("docs/messages.md", "utf8");
const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, code = ""]) => code.replaceAll("\\", ""));

describe("docs/messages.md", () => {
  it("is generated from the tables: if it differs, run `npm run docs`", async () => {
    expect(page).toBe((await formatted("docs/messages.md", messagesPage())).text);
  });

  it.each([
    ["commands", Object.keys(messages)],
    ["configuration", Object.keys(problemCodes)],
    ["lint rules", rules.map(({ name }) => name)],
    ["everything else", documentedCodes()],
  ])("has a heading for each code: %s", (_, codes) => {
    expect(codes.filter((code) => !headings.includes(code))).toEqual([]);
  });

  it("links each error of the catalogue to its section", () => {
    const troubleshooting = readFileSync("docs/troubleshooting.md", "utf8");
    for (const { id } of catalogue) {
      expect(page).toContain(`](troubleshooting.md#${id})`);
      expect(troubleshooting).toContain(`### ${id}\n`);
    }
  });

  it("gives a cause and a next step in sentences", () => {
    const texts = Object.values(messages).flatMap(({ cause, nextStep }) => [cause, nextStep]);
    expect(texts.filter((text) => !/^([A-Z]|git|kubectl|glrunner).*\.$/.test(text))).toEqual([]);
  });
});

async function json(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { code, out } = await runCli([...args, "--json"], { env: { HOME: "/nowhere", ...env } });
  return { code, document: JSON.parse(out) as unknown };
}

const commands = entriesOf(sections).flatMap(commandsOf);
const names = commands.map(({ name }) => name);

describe("--json of a command that fails", () => {
  it.each(names)("%s: has the error of a wrong option as data", async (name) => {
    const { code, document } = await json([...name.split(" "), "--no-such-option"]);
    expect(code).toBe(2);
    expect(failedDocumentSchema.parse(document).error.code).toBe("option-unknown");
  });

  const reading = commands
    .filter(({ name, options }) => options.config !== undefined && name !== "bootstrap")
    .map(({ name }) => name);

  it.each(reading)("%s: has the error of a missing configuration as data", async (name) => {
    const more: Readonly<Record<string, readonly string[]>> = {
      eject: ["somewhere"],
      logs: ["fargate"],
      "pipeline lint": ["README.md"],
      "state move": ["--to", "other.yaml"],
      "runners create": ["--instance"],
      "runners rotate": ["--all"],
      "runners pause": ["--all"],
      "runners resume": ["--all"],
    };
    const { code, document } = await json([...name.split(" "), ...(more[name] ?? []), "-c", "/no/file.yaml"]);
    expect(code).toBe(2);
    const { error } = failedDocumentSchema.parse(document);
    expect(error).toMatchObject({
      code: "configuration-refused",
      details: { problems: [{ code: "file-missing" }] },
    });
  });

  it.each([
    [["frobnicate"], "command-unknown"],
    [["help", "frobnicate"], "command-unknown"],
    [["runners"], "command-missing"],
    [["--config", "x.yaml"], "command-missing"],
    [["versions", "--on", "soon"], "option-invalid"],
    [["status", "vpc"], "argument-invalid"],
    [["init", "--output", "/no/folder/x.yaml"], "folder-missing"],
    [["deploy", "nodes", "-c", "glrunner.yaml"], "stage-unknown"],
  ])("%j is refused with %s", async (args, code) => {
    const { document } = await json(args);
    const { error } = failedDocumentSchema.parse(document);
    expect({ code: error.code, page: headings.includes(error.code) }).toEqual({ code, page: true });
  });

  it("suggests the nearest stage", async () => {
    const { document } = await json(["deploy", "vcp", "-c", "glrunner.yaml"]);
    expect(failedDocumentSchema.parse(document).error.message).toMatch(/did you mean vpc\?$/);
  });

  it("is one document with the result and the error", async () => {
    const file = join(tmpdir(), `glrunner-no-jobs-${process.pid}.yml`);
    writeFileSync(file, "stages: [build]\n");
    const { code, document } = await json(["pipeline", "lint", file, "-c", "glrunner.yaml"]);
    rmSync(file);
    expect(code).toBe(3);
    expect(document).toMatchObject({ jobs: 0, error: { code: "pipeline-nothing-checked" } });
  });
});

describe("--json of a command that does not fail", () => {
  it.each([[["help"]], [["--help"]], [["plan", "--help"]], [[]]])("%j has the page", async (args) => {
    const { code, document } = await json(args);
    const { help } = z.object({ help: z.string() }).parse(document);
    expect({ code, usage: help.includes("Usage") }).toEqual({ code: 0, usage: true });
  });

  it("has the version, and the versions", async () => {
    expect((await json(["--version"])).document).toEqual({ version });
    expect((await json(["versions", "-c", "glrunner.yaml"])).document).not.toHaveProperty("error");
  });
});
