/** Checks whether a program would accept a command line in a document, without starting the program. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { sections } from "../../src/cli/commands";
import { parseCommandLine } from "../../src/cli/definition/parse";
import { singleStack, stages } from "../../src/config/stages";
import type { Snippet } from "./pages";
import { commandsIn } from "./shell-words";

const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;
const stackNames: readonly string[] = [...stages, singleStack];

/** The options of cdktf 0.21 and its fork that documents use. */
const cdktfOptions: Readonly<Record<string, readonly string[]>> = {
  deploy: ["--auto-approve", "--skip-provider-lock", "--ignore-missing-stack-dependencies"],
  destroy: ["--auto-approve", "--skip-provider-lock", "--ignore-missing-stack-dependencies"],
  diff: ["--skip-provider-lock"],
  synth: [],
};

/** The commands of a snippet. In text other than shell, a line counts if it begins with a known command. */
export function commandsOf({ kind, text }: Snippet): string[][] {
  const script = kind.startsWith("sh")
    ? text
    : text
        .split("\n")
        .map((line) => line.replace(/^\s*(- )?/, ""))
        .filter((line) => /^(\w+=\S+ )*(glrunner|npm|npx|cdktf|eval) /.test(line))
        .join("\n");
  return commandsIn(script)
    .map((words) => words.slice(words.findIndex((word) => !/^(do|then|exec|command|\w+=.*)$/.test(word))))
    .map((words) => (words[0] === "npx" ? words.slice(1).filter((word) => word !== "--no-install") : words));
}

/** The problem of a command; undefined if it is valid. */
export function problemOf([program = "", ...args]: readonly string[]): string | undefined {
  if (program === "glrunner") return glrunnerProblem(args);
  if (program === "npm") return npmProblem(args);
  return program === "cdktf" || program === "cdktn" ? cdktfProblem(args) : undefined;
}

function npmProblem([verb = "", ...rest]: readonly string[]): string | undefined {
  if (["ci", "install", "uninstall", "audit", "publish"].includes(verb)) return undefined;
  const [script = "", ...args] =
    verb === "run" ? rest.filter((word) => word !== "--silent") : [verb, ...rest];
  if (!Object.hasOwn(scripts, script)) return `npm has no script ${script}`;
  // Without `--` npm takes every option for its own.
  const isSeparated = args[0] === "--" || !args.some((word) => word.startsWith("-"));
  return isSeparated ? undefined : "npm takes these options: -- is missing";
}

function glrunnerProblem(args: readonly string[]): string | undefined {
  const parsed = parseCommandLine(args, sections);
  if (parsed.kind === "refused") return parsed.message;
  if (parsed.kind !== "command") return undefined;
  const { completes } = parsed.command.arguments;
  const strange =
    typeof completes === "object" ? parsed.positionals.filter((word) => !completes.includes(word)) : [];
  return strange.length > 0 ? `${parsed.command.name} takes no ${strange.join(" ")}` : undefined;
}

function cdktfProblem([verb = "", ...args]: readonly string[]): string | undefined {
  const known = Object.hasOwn(cdktfOptions, verb) ? cdktfOptions[verb] : undefined;
  if (known === undefined) return `cdktf ${verb} is not known here`;
  const strange = args.filter((word) => !known.includes(word) && !stackNames.includes(word));
  return strange.length === 0 ? undefined : `cdktf ${verb} takes no ${strange.join(" ")}`;
}
