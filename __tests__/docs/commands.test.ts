/** Checks that every command in a document exists, and that every block says whether it needs an account. */
import { describe, expect, it } from "vitest";
import { commandsOf, problemOf } from "./judge";
import { pagePaths, parsePage, readPage } from "./pages";
import { commandsIn } from "./shell-words";

/** CI runs `sh`; `sh account` needs an AWS account, a GitLab or the Internet; the others are not commands. */
const kinds = ["sh", "sh account", "yaml", "json", "text", "mermaid", "diff"];

describe("the documents", () => {
  it.each(pagePaths)("%s: every command is valid", (path) => {
    const page = readPage(path);
    const problems = [...page.fences, ...page.inline].flatMap((snippet) =>
      commandsOf(snippet).flatMap((words) => {
        const problem = problemOf(words);
        return problem === undefined ? [] : [`${path}:${snippet.line}: ${words.join(" ")}: ${problem}`];
      }),
    );
    expect(problems).toEqual([]);
  });

  it("mark every block as executed, as needing an account, or as text", () => {
    const blocks = pagePaths.flatMap((path) => readPage(path).fences);
    const strange = blocks.filter(({ kind }) => !kinds.includes(kind));
    expect(strange.map(({ page, line, kind }) => `${page}:${line}: ${kind}`)).toEqual([]);
    expect(blocks.filter(({ kind }) => kind === "sh").length).toBeGreaterThan(20);
  });
});

describe("readPage and commandsOf", () => {
  it("find blocks, also in lists, inline code, links and headings", () => {
    const text = [
      "# A title: `x`",
      "## B",
      "1. Do",
      "   ```sh account",
      "   glrunner deploy   # asks",
      "   ```",
      "",
      "See [it](b.md#c) and `npx cdktf",
      "destroy` or <https://x.test>.",
      "# A title: `x`",
    ];
    expect(parsePage("a.md", text.join("\n"))).toEqual({
      path: "a.md",
      fences: [
        { page: "a.md", line: 5, chapter: "B", kind: "sh account", text: "glrunner deploy   # asks\n" },
      ],
      inline: [
        { page: "a.md", line: 1, kind: "inline", text: "x" },
        { page: "a.md", line: 8, kind: "inline", text: "npx cdktf destroy" },
        { page: "a.md", line: 10, kind: "inline", text: "x" },
      ],
      links: [
        { line: 8, to: "b.md#c" },
        { line: 9, to: "https://x.test" },
      ],
      anchors: ["a-title-x", "b", "a-title-x-1"],
    });
  });

  it("split a script into commands", () => {
    const script = `a 'b c' "d $(e f)" >g && h \\\n  i # j\nread -r K && (l | m) 2>&1; x=$(n "o p")`;
    expect(commandsIn(script)).toEqual([
      ["e", "f"],
      ["a", "b c", "d $(...)"],
      ["h", "i"],
      ["read", "-r", "K"],
      ["l"],
      ["m"],
      ["n", "o p"],
      ["x=$(...)"],
    ]);
  });

  it.each([
    ["glrunner deploy vpc --yes", undefined],
    ["glrunner dpeloy", "did you mean deploy?"],
    ["glrunner deploy vpn", "vpn"],
    ["glrunner deploy --journey", "--journey"],
    ["glrunner init --preset medium", "medium"],
    ["npx glrunner state move --to b.yaml", undefined],
    ["npm run demo -- --mirror https://mirror.example.com", undefined],
    ["npm run demo --mirror https://mirror.example.com", "npm takes these options: -- is missing"],
    ["npm run chekc", "npm has no script chekc"],
    ["A=b npx --no-install cdktf deploy vpc eks", undefined],
    ["npx cdktf diff vpn", "cdktf diff takes no vpn"],
    ["npx cdktf apply-all", "cdktf apply-all is not known here"],
  ])("check %s", (text, problem) => {
    const commands = commandsOf({ page: "a.md", line: 1, kind: "inline", text });
    expect(commands).toHaveLength(1);
    const [found] = commands.map(problemOf);
    expect(found ?? "").toContain(problem ?? "");
    expect(found === undefined).toBe(problem === undefined);
  });
});
