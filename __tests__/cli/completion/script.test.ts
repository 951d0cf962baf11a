import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completionScript, shells, type Shell } from "../../../src/cli/completion/script";
import type { CompletionTable } from "../../../src/cli/completion/table";

const stages = ["vpc", "eks", "addons", "runners"];
const yes = { name: "yes", short: "y", description: "don't ask; `$HOME` stays: [as is]" };
const table: CompletionTable = {
  program: "glrunner",
  options: [
    { name: "config", short: "c", description: "configuration file", takes: "file" },
    { name: "json", description: "results as JSON" },
  ],
  commands: [
    {
      name: "synth",
      description: "write it: everything",
      options: [{ name: "output", short: "o", description: "where to", takes: "folder" }],
    },
    {
      name: "check",
      description: "say what's wrong",
      options: [{ name: "on", description: "date", takes: "text" }],
    },
    {
      name: "plan",
      description: "review",
      options: [
        { name: "journey", description: "all from nothing" },
        { name: "format", description: "how", takes: ["terminal", "markdown", "html"] },
      ],
      takes: stages,
    },
    { name: "deploy", description: "do it", options: [yes], takes: stages },
    { name: "eject", description: "go on without", options: [yes], takes: "folder" },
    { name: "status", description: "what happens" },
    { name: "logs", description: "what it wrote", takes: "runner" },
    { name: "state move", description: "elsewhere", options: [yes] },
    {
      name: "emulate up",
      description: "start",
      options: [{ name: "seconds", description: "n", takes: "text" }],
    },
    { name: "emulate status", description: "look" },
  ],
};

const configuration = `name: ci
tags:
  - name: no-runner
runners:
  # the first
  - name: fargate
    volumes:
      - name: docker-certs
  - { name: spot, token: env:TF_VAR_spot }
state:
  name: none
`;

let scripts: string;
let folder: string;
beforeAll(() => {
  scripts = mkdtempSync(join(tmpdir(), "glr-"));
  folder = join(scripts, "here");
  mkdirSync(join(folder, "sub folder"), { recursive: true });
  writeFileSync(join(folder, "staging one.yaml"), "");
  writeFileSync(join(folder, "glrunner.yaml"), configuration);
});
afterAll(() => {
  rmSync(scripts, { recursive: true, force: true });
});

/** Splits a line as bash does before it calls: a `=` is a word of its own. */
function wordsOf(line: string): string[] {
  return line
    .split(" ")
    .flatMap((word) => word.split(/(=)/).filter((part, index) => part !== "" || index === 0));
}

const separator = "--- next ---";
const lines = (text: string) => text.split("\n").filter((each) => each !== "");

/** What a shell prints for each command, from one process that first reads the completion script. @param before shell code */
function printed(
  shell: Shell,
  options: readonly string[],
  commands: readonly string[],
  before = "",
): string[][] {
  const file = join(scripts, `complete.${shell}`);
  writeFileSync(file, completionScript(shell, table));
  const script = [
    before,
    `source ${file}`,
    ...commands.flatMap((each) => [each, `echo '${separator}'`]),
  ].join("\n");
  const { stdout, stderr, status } = spawnSync(shell, [...options, "-c", script], {
    encoding: "utf8",
    cwd: folder,
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split(`${separator}\n`).map(lines);
}

/** Calls the function of the script as bash does. */
function bashCall(line: string): string {
  const words = wordsOf(line);
  return `COMPREPLY=() COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}
    _glrunner || exit 3
    printf '%s\\n' "\${COMPREPLY[@]}"`;
}

/** Calls the function of the script as zsh does. */
function zshCall(line: string): string {
  const words = line.split(" ");
  return `words=(${words.map((word) => `'${word}'`).join(" ")}) CURRENT=${words.length}; _glrunner`;
}

const offers: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["glrunner ", ["synth", "check", "plan", "deploy", "eject", "status", "logs", "state", "emulate"]],
  ["glrunner st", ["status", "state"]],
  ["glrunner emulate ", ["up", "status"]],
  ["glrunner emulate u", ["up"]],
  ["glrunner emulate up ", []],
  ["glrunner --json emulate --config any u", ["up"]],
  ["glrunner state mo", ["move"]],
  ["glrunner deploy ", stages],
  ["glrunner deploy vpc addons ", ["eks", "runners"]],
  ["glrunner deploy vpc e", ["eks"]],
  ["glrunner plan --format ", ["terminal", "markdown", "html"]],
  ["glrunner plan --format=", ["terminal", "markdown", "html"]],
  ["glrunner plan --format=m", ["markdown"]],
  ["glrunner plan --format html r", ["runners"]],
  ["glrunner plan --format=html r", ["runners"]],
  ["glrunner --config deploy pl", ["plan"]],
  ["glrunner check --on 20", []],
  ["glrunner check --on 2027-03-01 ", []],
  ["glrunner synth --output ", ["sub folder"]],
  ["glrunner synth -o s", ["sub folder"]],
  ["glrunner check -c stag", ["staging one.yaml"]],
  ["glrunner check -c glrunner", ["glrunner.yaml"]],
  ["glrunner eject ", ["sub folder"]],
  ["glrunner eject sub", ["sub folder"]],
  ["glrunner logs ", ["fargate", "spot"]],
  ["glrunner logs s", ["spot"]],
  ["glrunner nothing ", []],
  ["glrunner emulate nothing ", []],
];

const switches: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["glrunner -", ["-c", "--config", "--json"]],
  ["glrunner --c", ["--config"]],
  ["glrunner plan --", ["--config", "--json", "--journey", "--format"]],
  ["glrunner state move -", ["-c", "--config", "--json", "-y", "--yes"]],
  ["glrunner status --y", []],
  ["glrunner eject --y", ["--yes"]],
];

const typed = [...offers, ...switches].map(([line, offered], index) => ({ line, offered, index }));

describe("completion in bash", () => {
  let offeredByBash: readonly (readonly string[])[];
  beforeAll(() => {
    offeredByBash = printed(
      "bash",
      ["--norc"],
      typed.map(({ line }) => bashCall(line)),
    );
  });

  it.each(typed)("after `$line` offers $offered", ({ index, offered }) => {
    expect(offeredByBash[index]).toEqual(offered);
  });

  it("belongs to the program", () => {
    const script = "source <(cat); complete -p glrunner";
    const { stdout } = spawnSync("bash", ["--norc", "-c", script], {
      input: completionScript("bash", table),
      encoding: "utf8",
    });
    expect(stdout).toBe("complete -F _glrunner glrunner\n");
  });
});

describe.each(["zsh", "fish"] as const)("completion in %s", (shell) => {
  const installed = spawnSync(shell, ["-c", "exit 0"]).status === 0;
  const script = completionScript(shell, table);

  it.skipIf(!installed)(`is read by ${shell} itself (skipped where it is not installed)`, () => {
    const file = join(scripts, `script.${shell}`);
    writeFileSync(file, script);
    const { status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("names every command, action, option and value", () => {
    const words = [
      ...table.commands.flatMap(({ name }) => name.split(" ")),
      ...["config", "json", "output", "on", "journey", "format", "yes", "seconds"],
      ...["terminal", "markdown", "html", ...stages],
    ];
    for (const word of words) expect(script).toMatch(new RegExp(`\\b${word}\\b`));
  });
});

/** What zsh's own functions would show, each on a line. */
const zshStandIns = `
  compdef() { : }
  _message() { : }
  compadd() { shift; print -l -- $@ }
  compset() { words[CURRENT]=\${words[CURRENT]#*=} }
  _describe() { print -l -- \${(P)@[-1]%%:*} }
  _files() { if [[ $1 == -/ ]]; then print -l -- *(/N); else print -l -- *(.N); fi }
`;

describe("completion in zsh", () => {
  const script = completionScript("zsh", table);
  const installed = spawnSync("zsh", ["-c", "exit 0"]).status === 0;

  describe.skipIf(!installed)("(skipped where zsh is not installed)", () => {
    let offeredByZsh: readonly (readonly string[])[];
    beforeAll(() => {
      const calls = typed.map(({ line }) => zshCall(line));
      offeredByZsh = printed("zsh", ["-f"], calls, zshStandIns);
    });

    it.each(typed)("after `$line` offers $offered", ({ line, index, offered }) => {
      const word = wordsOf(line).at(-1)?.replace("=", "") ?? "";
      expect(offeredByZsh[index]?.filter((each) => each.startsWith(word))).toEqual(offered);
    });
  });

  it("works as a file in fpath and from a start file", () => {
    expect(script).toMatch(/^#compdef glrunner\n/);
    expect(script).toContain("else compdef _glrunner glrunner; fi\n");
  });

  it("offers actions only after their command, each with its description", () => {
    expect(script).toContain(`(emulate) if [[ -n $action ]]; then`);
    expect(script).toContain("offered=('up:start' 'status:look')");
    expect(script).toContain("'synth:write it: everything'");
    expect(script).toContain(String.raw`'check:say what'\''s wrong'`);
  });

  it("takes files, folders and sets as values", () => {
    expect(script).toContain("(-c|--config) _files; return ;;");
    expect(script).toContain("(-o|--output) _files -/; return ;;");
    expect(script).toContain("(--format) compadd -- terminal markdown html; return ;;");
  });
});

describe("completion in fish", () => {
  const installed = spawnSync("fish", ["-c", "exit 0"]).status === 0;

  describe.skipIf(!installed)("(skipped where fish is not installed)", () => {
    let offeredByFish: readonly (readonly string[])[];
    beforeAll(() => {
      offeredByFish = printed(
        "fish",
        ["--no-config"],
        typed.map(({ line }) => `complete -C '${line}'`),
      );
    });

    it.each(typed.slice(0, offers.length))("after `$line` offers $offered", ({ index, offered }) => {
      const names = offeredByFish[index]?.map((each) => each.split("\t")[0]?.replace(/^--format=|\/$/g, ""));
      expect(names?.sort()).toEqual([...offered].sort());
    });
  });

  it("has a rule for each word, with the words before it", () => {
    const script = completionScript("fish", table).split("\n");
    expect(script).toContain("complete -c glrunner -n '_glrunner_at emulate' -a up -d 'start'");
    expect(script).toContain(
      "complete -c glrunner -n '_glrunner_in deploy; and not contains vpc (_glrunner_path)' -a vpc",
    );
    expect(script).toContain("complete -c glrunner -s c -l config -r -F -d 'configuration file'");
    expect(script).toContain(
      String.raw`complete -c glrunner -n '_glrunner_at' -a check -d 'say what\'s wrong'`,
    );
  });
});

describe("a table for completion", () => {
  it.each(["a$(id)", "two words", "", "-x", "a'b"])("cannot offer %j", (word) => {
    for (const shell of shells) {
      const commands = [{ name: "do", description: "", takes: [word] }];
      expect(() => completionScript(shell, { program: "p", options: [], commands })).toThrow("cannot offer");
    }
  });

  it.each(shells)("may have any text as a description, in %s", (shell) => {
    const description = "it's $(touch made) `touch made` \\ \" : [x]\nnext";
    const commands = [{ name: "do", description, options: [{ name: "x", description }] }];
    const script = completionScript(shell, { program: "p", options: [], commands });
    const { stderr } = spawnSync("bash", ["--norc", "-c", "source <(cat); ls"], {
      input: shell === "bash" ? script : "",
      encoding: "utf8",
      cwd: folder,
    });
    expect(stderr).toBe("");
    expect(script.split("\n").filter((line) => line.startsWith("next"))).toEqual([]);
  });
});
