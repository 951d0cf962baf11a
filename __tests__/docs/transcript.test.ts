import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { transcript, withTranscript } from "./transcript";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-30T12:00:00Z"), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the transcript in docs/getting-started.md", () => {
  it("matches the output of the commands: if not, run `npm run docs`", async () => {
    const page = "docs/getting-started.md";
    const made = await transcript();
    expect(made.match(/^\$ glrunner \w+/gm)).toHaveLength(5);
    await expect(withTranscript(readFileSync(page, "utf8"), made)).toMatchFileSnapshot(`../../${page}`);
  });

  it("has its place on the page", () => {
    expect(() => withTranscript("no marks", "")).toThrow("lacks");
  });
});
