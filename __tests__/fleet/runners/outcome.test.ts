import { expect, it } from "vitest";
import { doneText } from "../../../src/fleet/runners";
import { eachInTurn, problemOf } from "../../../src/fleet/runners/outcome";

const step = (name: string) => ({ runner: { name, token: `ssm:/${name}` } });

it("an interruption lets the current step finish and starts no other", async () => {
  const controller = new AbortController();
  const begun: string[] = [];
  const rows = await eachInTurn([step("a"), step("b"), step("c")], controller.signal, async ({ runner }) => {
    begun.push(runner.name);
    if (runner.name === "b") controller.abort();
    await Promise.resolve();
    return { name: runner.name, place: runner.token, did: "rotated" };
  });
  expect(begun).toEqual(["a", "b"]);
  expect(doneText(rows)).toBe(
    "  a  rotated; its token is stored in ssm:/a\n" +
      "  b  rotated; its token is stored in ssm:/b\n" +
      "  c  not begun: interrupted before this runner\n" +
      "     fix: run the command again\n",
  );
});

it("an unexpected error shows no token", () => {
  expect(problemOf(new Error("cannot read glrt-canary0123456789\nat line 1")).message).toBe(
    "cannot read glrt-**** at line 1",
  );
});
