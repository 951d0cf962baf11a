import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generatedPage } from "../../../../src/fleet/pipeline/docs/generated";
import { autoDevopsJobs } from "../../../../src/fleet/pipeline/tables/auto-devops";

describe("the page about Auto DevOps", () => {
  it("is the committed one", async () => {
    const { path, text } = await generatedPage();
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("says that jobs with Docker-in-Docker alone cannot run on Fargate, and run in a privileged pod", async () => {
    const { text } = await generatedPage();
    const verdicts = text
      .split("\n")
      .filter((line) => line.includes("gitlabhq/blob") && line.startsWith("|"))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    expect(verdicts).toHaveLength(autoDevopsJobs.length);
    const refused = verdicts.filter((cells) => cells[3]?.startsWith("no"));
    expect(refused.map((cells) => cells[1])).toEqual(["`build`", "`code_quality`", "`browser_performance`"]);
    expect(refused.map((cells) => cells[5])).toEqual(Array(3).fill("no: `privileged`"));
    expect(verdicts.map((cells) => cells[6]?.startsWith("yes"))).toEqual(verdicts.map(() => true));
  });

  it("names each job once, by a commit that can be looked up", () => {
    const names = autoDevopsJobs.flatMap(({ jobs }) => jobs);
    expect(new Set(names).size).toBe(names.length);
    expect(autoDevopsJobs.filter(({ commit }) => !/^[0-9a-f]{40}$/.test(commit))).toEqual([]);
  });
});
