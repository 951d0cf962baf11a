import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatted } from "../../../../src/config/docs/generated";
import { autoDevopsPage } from "../../../../src/fleet/pipeline/docs/auto-devops";
import { autoDevopsJobs, autoDevopsNeverRun } from "../../../../src/fleet/pipeline/docs/auto-devops-jobs";
import { autoDevopsChain, autoDevopsIncludes } from "./auto-devops-chain";

const page = formatted("docs/auto-devops.md", autoDevopsPage());

describe("the page about Auto DevOps", () => {
  it("is up to date: if not, run `npm run docs`", async () => {
    const { path, text } = await page;
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("shows that only jobs with Docker-in-Docker cannot run on Fargate, and that they run in a privileged pod", async () => {
    const { text } = await page;
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

  it("names every job of the templates, in a row or in the list of jobs that never run", async () => {
    const { text } = await page;
    for (const [template, jobs] of Object.entries(autoDevopsChain)) {
      const [path = "", commit] = template.split("@");
      const rows = autoDevopsJobs.filter((row) => row.template === path);
      const named = rows.flatMap((row) => row.jobs);
      const never = jobs.filter((job) => autoDevopsNeverRun.includes(job));
      expect([template, ...[...named, ...never].sort()]).toEqual([template, ...[...jobs].sort()]);
      expect([path, ...new Set(rows.map((row) => row.commit.slice(0, 8)))]).toEqual([path, commit]);
      for (const job of jobs) expect(text).toContain(`\`${job}\``);
    }
    const all = Object.values(autoDevopsChain).flat();
    expect(autoDevopsNeverRun.filter((job) => !all.includes(job))).toEqual([]);
  });

  it("has a row for each file that Auto-DevOps.gitlab-ci.yml includes", () => {
    const files = Object.keys(autoDevopsChain).map((each) => each.replace(/\.gitlab-ci.*/, ""));
    const included = autoDevopsIncludes.map((each) =>
      each === "Security/DAST" ? each : each.replace(/^Security/, "Jobs"),
    );
    expect(files).toEqual(included);
  });

  it("names each job once, with a full commit hash", () => {
    const names = autoDevopsJobs.flatMap(({ jobs }) => jobs);
    expect(new Set(names).size).toBe(names.length);
    expect(autoDevopsJobs.filter(({ commit }) => !/^[0-9a-f]{40}$/.test(commit))).toEqual([]);
  });
});
