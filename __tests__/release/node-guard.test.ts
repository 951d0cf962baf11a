import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { nodeGuard } from "../../src/release/node-guard";

/** What the released file does on that version of Node before anything else. */
function startedOn(version: string): { readonly said: readonly string[]; readonly exits: readonly number[] } {
  const said: string[] = [];
  const exits: number[] = [];
  const process = {
    version: `v${version}`,
    versions: { node: version },
    exit: (code: number) => void exits.push(code),
  };
  runInNewContext(nodeGuard, { process, console: { error: (text: string) => void said.push(text) } });
  return { said, exits };
}

it.each(["20.0.0", "20.20.2", "22.23.5", "24.22.3"])("the released file starts on Node %s", (version) => {
  expect(startedOn(version)).toEqual({ said: [], exits: [] });
});

it("the released file prints the Node version that it needs", () => {
  expect(startedOn("18.20.8")).toEqual({
    said: [
      "glrunner needs Node.js 20 or newer, and this is v18.20.8\n  fix: install Node.js 24: https://nodejs.org",
    ],
    exits: [1],
  });
});
