/**
 * Checks a pipeline against the fleet of a configuration, and reports jobs that would fail, wait forever or be refused.
 *
 * 1. Read the files and resolve the jobs as GitLab does (`jobs/`).
 * 2. For each job, find the runners to which GitLab may assign it. If its tags are unknown, there are none, and a note says so.
 * 3. Apply every rule to the job and these runners. A rule proposes only runners on which no rule finds an error.
 * 4. Repeat this for each pipeline that GitLab may make of the files, and compare the findings (alternatives.ts).
 * 5. Group the findings by cause (group-findings.ts).
 */
import { takersOf } from "../../../config/resolve/routing";
import { mergeAlternatives, newFindings } from "./alternatives";
import type { LintFinding, JobFinding, JobNote, LintNote, PipelineProblem } from "../lint-finding";
import { runnerProposal, type FleetRunner } from "../fleet-runner";
import { groupedFindings, groupedNotes } from "./group-findings";
import type { RepositoryFiles } from "../include/read-files";
import type { PipelineJob } from "../jobs/job-reader";
import { readPipeline, type Pipeline } from "../jobs/read-pipeline";
import type { Rule, RuleInput } from "./rule";
import { allowedImage } from "./rules/allowed-image";
import { arm64 } from "./rules/arm64";
import { gpu } from "./rules/gpu";
import { imageBuilder } from "./rules/image-builder";
import { noRunner } from "./rules/no-runner";
import { overwrite } from "./rules/overwrite";
import { parallel } from "./rules/parallel";
import { privileged } from "./rules/privileged";
import { pullPolicy } from "./rules/pull-policy";
import { rateLimited } from "./rules/rate-limited";
import { retry } from "./rules/retry";
import { servicePort } from "./rules/service-port";
import { size } from "./rules/size";
import { storage } from "./rules/storage";
import { isUnknown } from "../jobs/variables";

export const rules: readonly Rule[] = [
  noRunner,
  privileged,
  imageBuilder,
  gpu,
  arm64,
  size,
  storage,
  overwrite,
  allowedImage,
  pullPolicy,
  servicePort,
  parallel,
  retry,
  rateLimited,
];

export interface LintResult {
  /** Number of checked jobs. Zero does not mean that the pipeline is correct. */
  readonly jobs: number;
  /** By file and line, beginning with the named file. */
  readonly findings: readonly LintFinding[];
  /** What lint could not check. */
  readonly notes: readonly LintNote[];
}

type LintOutcome =
  | { readonly ok: true; readonly result: LintResult }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

/** @param files of the repository. @default no `include` is read */
export function lint(source: string, fleet: readonly FleetRunner[], files?: RepositoryFiles): LintOutcome {
  const read = readPipeline(source, files);
  if (!read.ok) return read;
  const { jobs, findings, notes, positions } = read.pipeline;
  return {
    ok: true,
    result: {
      jobs: new Set(jobs.map(({ name }) => name)).size,
      findings: groupedFindings([...findings, ...allFindings(read.pipeline, fleet)], positions),
      notes: groupedNotes([...notes, ...jobs.flatMap(unknownTags)], positions),
    },
  };
}

function allFindings(
  { jobs, withoutFiles, withOptions }: Pipeline,
  fleet: readonly FleetRunner[],
): readonly JobFinding[] {
  const alternativeOf = (some: readonly PipelineJob[]) => ({
    jobs: new Set(some.map(({ name }) => name)),
    findings: findingsOf(some, fleet),
  });
  const first = alternativeOf(jobs);
  const unresolved = new Set(jobs.filter((job) => job.hasUnknownParent).map(({ name }) => name));
  // Without the parent of a job GitLab makes no pipeline, so the job does not run in this alternative.
  const runs = ({ name, hasUnknownParent }: PipelineJob) => !hasUnknownParent || unresolved.has(name);
  const others = withoutFiles.map((some) => alternativeOf(some.filter(runs)));
  const byOption = withOptions.flatMap(({ option, jobs: some }) =>
    newFindings(first, [alternativeOf(some)]).map((finding): JobFinding => ({
      ...finding,
      level: "warning",
      message: `with ${option}: ${finding.message}`,
    })),
  );
  return [...mergeAlternatives(first, others), ...byOption];
}

function unknownTags({ name, tags }: PipelineJob): readonly JobNote[] {
  if (tags.isKnown) return [];
  const why = tags.names.some(isUnknown)
    ? `only GitLab knows its tags ${tags.names.join(", ")}`
    : "its tags may come from a file that is not read";
  return [{ line: tags.line, job: name, message: `not checked: ${why}` }];
}

function findingsOf(jobs: readonly PipelineJob[], fleet: readonly FleetRunner[]): JobFinding[] {
  return jobs.flatMap((job) => {
    const takers = job.tags.isKnown ? takersOf(fleet, job.tags.names) : [];
    return rules.flatMap((rule) => {
      const ableRunner = ableRunnerFor(rule, job, fleet);
      const ableRunnerOr = (setting: string) => {
        const runner = ableRunner();
        return runner === undefined ? setting : runnerProposal(runner);
      };
      const findings = rule.find({ job, fleet, takers, ableRunner, ableRunnerOr });
      return findings.map((finding) => ({ rule: rule.name, job: job.name, ...finding }));
    });
  });
}

/** See `RuleInput.ableRunner`. GitLab may assign the job to each runner that has the proposed tags, so all must fit. */
function ableRunnerFor(rule: Rule, job: PipelineJob, fleet: readonly FleetRunner[]): RuleInput["ableRunner"] {
  const nothingToPropose = { ableRunner: () => undefined, ableRunnerOr: (setting: string) => setting };
  const levels = ({ find }: Rule, runner: FleetRunner) =>
    find({ job, fleet, takers: [runner], ...nothingToPropose }).map(({ level }) => level);
  const canRun = (runner: FleetRunner) => rules.every((other) => !levels(other, runner).includes("error"));
  const isSilent = (runner: FleetRunner) => levels(rule, runner).length === 0;
  return (fits = () => true) => {
    const able = fleet.filter(({ tags }) =>
      takersOf(fleet, tags).every((runner) => fits(runner) && canRun(runner)),
    );
    return able.find(({ tags }) => takersOf(fleet, tags).every(isSilent)) ?? able[0];
  };
}
