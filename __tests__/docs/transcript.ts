/**
 * Writes the transcript in docs/getting-started.md: the output of the first commands for the configuration of `init`. It
 * leaves out lines that depend on the machine, so that every machine writes the same text. The caller stops the clock.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli";

const marks = ["<!-- transcript: npm run docs -->", "<!-- end of transcript -->"] as const;

const home = "/home/you";

interface Step {
  readonly command: string;
  /** What is shown of the output. @default all of it */
  readonly shown?: (text: string) => string;
}

const rest = "...\n";

/** The lines from the first match of the start to the line before the next match of the end. */
const until =
  (end: RegExp) =>
  (text: string): string =>
    `${text.slice(0, end.exec(text)?.index).trimEnd()}\n${rest}`;

/** Sections whose lines depend on the machine: programs, memory and states. */
const withoutMachine = (text: string): string =>
  until(/^account/m)(text.replaceAll(/^(machine|state)\n( {2}.*\n)+/gm, `$1\n  ${rest}`));

const steps: readonly Step[] = [
  { command: "glrunner init --preset small --region us-west-2 --yes" },
  { command: "glrunner check --offline", shown: withoutMachine },
  { command: "glrunner capacity --jobs 50" },
  { command: "glrunner price", shown: until(/^Around the clock/m) },
  // Its first line reads like a command.
  {
    command: "glrunner synth",
    shown: (text) => until(/^eks/m)(text.replace(/^glrunner in .*\n/, rest)),
  },
];

/** Runs the commands in a new folder, and returns the text of a terminal without colours. */
export async function transcript(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const env = {
    ...{ PATH: "", HOME: folder, GLRUNNER_CONFIG: join(folder, "glrunner.yaml") },
    CDKTF_OUTDIR: join(folder, "cdktf.out"),
  };
  try {
    const blocks: string[] = [];
    for (const { command, shown = (text: string) => text } of steps) {
      const written: string[] = [];
      const write = (text: string) => written.push(text);
      await run(command.split(" ").slice(1), env, { out: write, err: write, interactive: false });
      const text = written.join("").replaceAll(folder, home);
      blocks.push(`$ ${command}\n${shown(text).trimEnd()}\n`);
    }
    return blocks.join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page with this transcript. @throws if the page has no place for it */
export function withTranscript(text: string, made: string): string {
  const [before, following] = text.split(marks[0]);
  const after = following?.split(marks[1])[1];
  if (before === undefined || after === undefined) throw new Error(`the page lacks ${marks.join(" or ")}`);
  return `${before}${marks[0]}\n\n\`\`\`text\n${made}\`\`\`\n\n${marks[1]}${after}`;
}
