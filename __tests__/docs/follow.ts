/**
 * Types the blocks of the documents in bash, one after another, as a reader would: variables and the working directory stay
 * for the next block. The tables here list three differences from a reader: commands that CI runs elsewhere are skipped,
 * options answer questions, and commands that would do nothing in the same state are not repeated. Every executed line is
 * kept.
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../../src/emulator";
import { runCommand } from "../../src/clients/system/command";
import { canary, expectExit } from "../support/project";
import type { Snippet } from "./pages";

interface Elsewhere {
  /** The command as in the documents. */
  readonly command: string;
  /** The file in which CI runs the command, and the text that does it. */
  readonly file: string;
  readonly by: string;
}

export const elsewhere: readonly Elsewhere[] = [
  { command: "npm ci", file: ".ci/run", by: "=(npm ci " },
  { command: "npm test", file: ".ci/run", by: "\nnpm test " },
  { command: "npm run check", file: ".ci/run", by: "npm run --silent lint" },
  { command: "npm run test:lifecycle", file: ".ci/run", by: "npm run --silent test:lifecycle" },
  {
    command: "npm run demo",
    file: "__tests__/lifecycle/demo.test.ts",
    by: '"npm", "run", "--silent", "demo"',
  },
  { command: "npm run docs", file: "__tests__/config/docs/generated.test.ts", by: "generatedTexts()" },
  { command: "glrunner emulate up", file: "__tests__/e2e/emulate.test.ts", by: '"up"' },
  { command: "glrunner emulate env", file: "__tests__/e2e/emulate.test.ts", by: '"env"' },
  { command: "glrunner emulate status", file: "__tests__/e2e/emulate.test.ts", by: '"status"' },
  { command: "glrunner emulate down", file: "__tests__/e2e/emulate.test.ts", by: '"down"' },
  {
    command: "npx cdktf deploy vpc eks addons runners",
    file: "__tests__/lifecycle/whole-life.test.ts",
    by: 'cdktf("deploy", ...stacks',
  },
  {
    command: "npx cdktf destroy runners addons eks vpc",
    file: "__tests__/lifecycle/whole-life.test.ts",
    by: 'cdktf("destroy", ...[...stacks].reverse()',
  },
];

/** Options that answer the questions of commands. */
const answers = { init: "--yes", deploy: "--yes", resume: "--yes", destroy: "--confirm glrunner" } as const;

/**
 * Slow commands that do nothing when they are repeated: with the same arguments, the same configuration except comments, and
 * no other deploy or destroy in between.
 */
const settled = ["deploy", "plan"];

const prelude = `
ran() { printf '%s\\n' "$*" >>"$DOCUMENTS/ran"; }
elsewhere() { grep --quiet --line-regexp --fixed-strings -- "$*" "$DOCUMENTS/elsewhere"; }
npm() {
  if elsewhere "npm $*"; then return 0; fi
  ran "npm $*"; command npm "$@"
}
npx() {
  if elsewhere "npx $*"; then return 0; fi
  ran "npx $*"; command npx --no-install "$@"
}
glrunner() {
  if elsewhere "glrunner $*"; then return 0; fi
  local program answer= state
  program=$(type -P glrunner) || program=dist/glrunner.cjs
  case $1 in
${Object.entries(answers)
  .map(([command, answer]) => `    ${command}) answer="${answer}" ;;`)
  .join("\n")}
  esac
  state=$( (printf '%s\\n' "$@"; grep -v '^ *#' "\${GLRUNNER_CONFIG:-glrunner.yaml}" || true) 2>&1 | sha256sum)
  case $1 in
    ${settled.join("|")}) if grep --quiet --fixed-strings "$state" "$DOCUMENTS/settled"; then return 0; fi ;;
  esac
  ran "glrunner $*"
  # shellcheck disable=SC2086
  "$program" "$@" $answer || return
  case $1 in deploy|destroy) : >"$DOCUMENTS/settled" ;; esac
  printf '%s\\n' "$state" >>"$DOCUMENTS/settled"
}
`;

interface Reader {
  /** @throws with all that it said, when a line of the block fails */
  readonly types: (block: Snippet) => Promise<void>;
  /** A new session in this folder: all that the ones before left is in the home. */
  readonly begin: (folder: string) => void;
  readonly ran: () => string[];
  /** All that was written to the terminal. */
  readonly transcript: () => string;
}

/** @param more variables of every shell */
export function startReader(emulator: Emulator, more: Readonly<Record<string, string>> = {}): Reader {
  const documents = join(emulator.folder, "documents");
  const temporary = join(emulator.folder, "tmp");
  for (const each of [documents, temporary]) mkdirSync(each);
  const file = (name: string) => join(documents, name);
  writeFileSync(file("elsewhere"), elsewhere.map(({ command }) => `${command}\n`).join(""));
  for (const name of ["ran", "settled", "transcript"]) writeFileSync(file(name), "");
  const fresh: Readonly<Record<string, string>> = {
    ...emulator.env,
    ...more,
    DOCUMENTS: documents,
    TMPDIR: temporary,
  };
  let [cwd, env] = [emulator.home, fresh];
  return {
    types: async ({ page, line, text }) => {
      // One line for every secret that is asked for.
      const input = `${canary}\n`.repeat(3);
      const script = `${prelude}\n${text}\nenv --null >"$DOCUMENTS/env"; pwd >"$DOCUMENTS/pwd"\n`;
      writeFileSync(file("block"), script);
      writeFileSync(file("input"), input);
      const bash = ["bash", "-c", 'exec bash -euo pipefail "$DOCUMENTS/block" <"$DOCUMENTS/input"'] as const;
      appendFileSync(file("ran"), `# ${page}:${line}\n`);
      const { stdout, stderr } = await expectExit(
        0,
        runCommand(bash, { cwd, env, timeoutMs: 600_000 }),
      ).catch((error: unknown) => {
        throw new Error(`${page}:${line}\n${text}`, { cause: error });
      });
      appendFileSync(file("transcript"), stdout + stderr);
      env = Object.fromEntries(
        readFileSync(file("env"), "utf8")
          .split("\0")
          .filter((entry) => entry !== "")
          .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
      );
      cwd = readFileSync(file("pwd"), "utf8").trim();
    },
    begin: (folder) => {
      rmSync(temporary, { recursive: true });
      mkdirSync(temporary);
      [cwd, env] = [folder, fresh];
    },
    ran: () => readFileSync(file("ran"), "utf8").trim().split("\n"),
    transcript: () => readFileSync(file("transcript"), "utf8"),
  };
}
