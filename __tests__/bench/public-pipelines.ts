/**
 * Runs `pipeline lint` on public pipelines: `npm run pipelines -- FOLDER`. The files are not in this repository.
 * `__tests__/fleet/pipeline/public-pipelines.json` lists repository, path and commit. FOLDER has each repository's files
 * under `OWNER+NAME`, so that `include:local` works.
 *
 * Each pipeline is linted for three fleets whose runners have all the tags of its jobs, because the rules check only jobs that
 * a runner accepts. Prints one line for each pipeline, and the findings with `--findings RULE`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fleetOf, lint, lintText, localFiles } from "../../src/fleet/pipeline";
import type { LintFinding } from "../../src/fleet/pipeline/lint-finding";
import type { FleetRunner } from "../../src/fleet/pipeline/fleet-runner";
import { readPipeline } from "../../src/fleet/pipeline/jobs/read-pipeline";
import { configOf } from "../support/synth";
import publicPipelines from "../fleet/pipeline/public-pipelines.json";
import { tableText } from "./measure";

const classes = ["fargate", "spot", "on-demand"] as const;

/** One runner of each class; `on-demand` is privileged. */
const runners = fleetOf(
  configOf({
    name: "glrunner",
    region: "us-west-2",
    cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } },
    runners: classes.map((compute, index) => ({
      ...{ name: compute, compute, token: `env:TF_VAR_token${index}`, concurrent: 100 },
      ...(compute === "on-demand" && { job: { privileged: true } }),
    })),
  }),
);

/** A runner that accepts every job of the pipeline whose tags are known. */
function takingAll(runner: FleetRunner, tags: readonly string[]): FleetRunner {
  return { ...runner, tags: [...runner.tags, ...tags], runUntagged: true };
}

function count(findings: readonly LintFinding[], level: LintFinding["level"]): number {
  return findings.filter((each) => each.level === level).length;
}

const { values, positionals } = parseArgs({
  options: { findings: { type: "string" } },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined) throw new Error("Name the folder that has the repositories' files.");

const rows: string[][] = [];
let [tried, accepted] = [0, 0];
for (const { repository, path } of publicPipelines) {
  const root = join(folder, repository.replace("/", "+"));
  const file = join(root, path);
  if (!existsSync(file)) {
    rows.push([repository, "not in the folder"]);
    continue;
  }
  tried += 1;
  const source = readFileSync(file, "utf8");
  const files = localFiles(root);
  const read = readPipeline(source, files);
  if (!read.ok) {
    const reasons = read.problems.map(
      ({ file: included = path, line, code }) => `${included}:${line} ${code}`,
    );
    rows.push([repository, "refused", ...reasons.slice(0, 3)]);
    continue;
  }
  accepted += 1;
  const tags = [...new Set(read.pipeline.jobs.flatMap((job) => job.tags.names))];
  const cells = runners.map((runner) => {
    const outcome = lint(source, [takingAll(runner, tags)], files);
    if (!outcome.ok) return "refused";
    const { findings, notes, jobs } = outcome.result;
    const wanted = findings.filter(({ rule }) => [rule, "all"].includes(values.findings ?? ""));
    const told = { jobs, findings: wanted, notes: values.findings === "notes" ? notes : [] };
    if (values.findings !== undefined)
      console.log(`${repository} on ${runner.name}\n${String(lintText(path, told))}`);
    return `${jobs} jobs, ${count(findings, "error")}/${count(findings, "warning")}/${notes.length}`;
  });
  rows.push([repository, "accepted", ...cells]);
}
console.log(
  tableText([["repository", "verdict", ...classes.map((each) => `${each}: errors/warnings/notes`)], ...rows]),
);
console.log(`\n${publicPipelines.length} listed, ${tried} tried, ${accepted} accepted`);
