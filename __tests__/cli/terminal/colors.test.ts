import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkText } from "../../../src/check";
import type { Finding } from "../../../src/check/finding";
import { run } from "../../../src/cli";
import { printer } from "../../../src/cli/terminal/printer";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "glrunner-colors-"));
  writeFileSync(join(folder, "glrunner.yaml"), configuration);
  writeFileSync(join(folder, "bad.yaml"), "name: Bad\nregion: us-west-2\nregoin: x\n");
  writeFileSync(join(folder, "ci.yml"), "build:\n  tags: [none]\n  script: [make]\n");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const configuration = `name: ci
region: us-west-2
runners:
  - name: fargate
    token: env:TOKEN
`;

interface Shown {
  readonly env?: NodeJS.ProcessEnv;
  readonly isTTY?: boolean;
}

/** What the streams of the command get, as they would of `main.ts`. */
async function shown(args: readonly string[], { env = {}, isTTY = false }: Shown = {}) {
  const written: string[] = [];
  const stream = Object.assign(new EventEmitter(), { isTTY, write: (text: string) => written.push(text) });
  const printers = { out: printer(stream, env), err: printer(stream, env) };
  await run(
    args,
    { ...env, HOME: folder },
    {
      out: printers.out.print,
      err: printers.err.print,
      paint: (to, text) => {
        printers[to].print(text);
      },
      useColor: (choice) => {
        printers.out.useColor(choice);
        printers.err.useColor(choice);
      },
      interactive: false,
    },
  );
  return written.join("").replaceAll(`${folder}/`, "");
}

const names = new Map([
  ["1", "bold"],
  ["2", "dim"],
  ["31", "red"],
  ["32", "green"],
  ["33", "yellow"],
]);
const escape = "\u001b[";

/** With the names of colours in place of the sequences, so that a person can read it. */
function readable(text: string): string {
  const [first = "", ...parts] = text.split(escape);
  const named = parts.map((part) =>
    part.replace(/^(\d+)m/, (_, code: string) => (code === "0" ? "</>" : `<${names.get(code) ?? code}>`)),
  );
  return first + named.join("");
}

const findings: readonly Finding[] = [
  { id: "machine.git", area: "machine", level: "ok", what: "git 2.39.5" },
  { id: "machine.terraform", area: "machine", level: "error", what: "no Terraform", fix: "install it" },
  { id: "machine.kubectl", area: "machine", level: "warning", what: "no kubectl", source: "docs/ci.md" },
  { id: "account.zones", area: "account", level: "unknown", what: "AWS was not asked" },
];

const at = (name: string) => join(folder, name);

describe("colours", () => {
  it("are those of the golden file", async () => {
    const colored = async (...args: string[]) => readable(await shown([...args, "--color", "always"]));
    const texts = [
      readable(checkText({ on: "2026-11-24", findings }).sequences({ color: true })),
      await colored("capacity", "-c", at("glrunner.yaml")),
      await colored("pipeline", "lint", at("ci.yml"), "-c", at("glrunner.yaml")),
      await colored("price", "-c", at("bad.yaml")),
      await colored("chekc"),
    ];
    await expect(texts.join("\n")).toMatchFileSnapshot("../../goldens/colors.txt");
  });

  it.each([
    ["nothing", [], {}, true],
    ["NO_COLOR", [], { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR", [], { NO_COLOR: "" }, true],
    ["--color never", ["--color", "never"], {}, false],
    ["--color always over NO_COLOR", ["--color=always"], { NO_COLOR: "1" }, true],
    ["--color auto under NO_COLOR", ["--color=auto"], { NO_COLOR: "1" }, false],
  ])("on a terminal follow %s", async (_, args, env, isColored) => {
    const text = await shown(["capacity", "-c", at("glrunner.yaml"), ...args], { env, isTTY: true });
    expect(text.includes(escape)).toBe(isColored);
  });

  it("are missing in a pipe and in JSON", async () => {
    const args = ["capacity", "-c", at("glrunner.yaml")];
    expect(await shown(args)).not.toContain(escape);
    expect(await shown([...args, "--json", "--color", "always"])).not.toContain(escape);
  });

  it("refuse an unknown choice", async () => {
    expect(await shown(["check", "--color", "sometimes"])).toContain("[option-invalid]");
    expect(await shown(["check", "--color"])).toContain("--color needs WHEN");
  });
});
