/**
 * A pipeline against the fleet of a configuration: what would fail, wait for ever or be refused there.
 *
 * 1. Read the files and resolve the jobs as GitLab does (`jobs/`).
 * 2. For each job, find the runners that GitLab may give it to. Where the tags are not known, there are none, and a note
 *    says so.
 * 3. Let every rule look at the job and these runners. A rule proposes the tags of runners on which no rule finds an error.
 * 4. Do the same for each way in which GitLab may put the pipeline together, and compare (alternatives.ts).
 * 5. Put the findings of one cause together (group-findings.ts).
 */
import { takersOf } from "../../../config/resolve/routing";
import { agreed, newFindings } from "./alternatives";
import type { Finding, JobFinding, JobNote, Note, PipelineProblem } from "../lint-finding";
import { proposed, type FleetRunner } from "../fleet-runner";
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
  /** Jobs that were checked; zero is not a pass. */
  readonly jobs: number;
  /** By file and line, those of the named file first. */
  readonly findings: readonly Finding[];
  /** What could not be checked. */
  readonly notes: readonly Note[];
}

type LintOutcome =
  | { readonly ok: true; readonly result: LintResult }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

/** @param files of the repository; where they are left out, no `include` is read */
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
  { jobs, withoutFiles, withChoices }: Pipeline,
  fleet: readonly FleetRunner[],
): readonly JobFinding[] {
  const wayOf = (some: readonly PipelineJob[]) => ({
    jobs: new Set(some.map(({ name }) => name)),
    findings: findingsOf(some, fleet),
  });
  const first = wayOf(jobs);
  const known = new Set(jobs.filter((job) => job.hasUnknownParent).map(({ name }) => name));
  // GitLab refuses a pipeline without the parent of a job: that job does not run this way.
  const runs = ({ name, hasUnknownParent }: PipelineJob) => !hasUnknownParent || known.has(name);
  const others = withoutFiles.map((some) => wayOf(some.filter(runs)));
  const chosen = withChoices.flatMap(({ choice, jobs: some }) =>
    newFindings(first, [wayOf(some)]).map((each): JobFinding => ({
      ...each,
      level: "warning",
      message: `with ${choice}: ${each.message}`,
    })),
  );
  return [...agreed(first, others), ...chosen];
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
      const able = ableFor(rule, job, fleet);
      const elsewhere = (setting: string) => {
        const runner = able();
        return runner === undefined ? setting : proposed(runner);
      };
      const found = rule.find({ job, fleet, takers, able, elsewhere });
      return found.map((each) => ({ rule: rule.name, job: job.name, ...each }));
    });
  });
}

/**
 * Finds the first runner that, with all others that have its tags, can run the job: no rule finds an error there, and this
 * rule not even a warning if there is such a runner.
 */
function ableFor(rule: Rule, job: PipelineJob, fleet: readonly FleetRunner[]): RuleInput["able"] {
  const levels = ({ find }: Rule, runner: FleetRunner) =>
    find({
      ...{ job, fleet, takers: [runner], able: () => undefined, elsewhere: (setting: string) => setting },
    }).map(({ level }) => level);
  const canRun = (runner: FleetRunner) => rules.every((each) => !levels(each, runner).includes("error"));
  const isSilent = (runner: FleetRunner) => levels(rule, runner).length === 0;
  return (fits = () => true) => {
    const able = fleet.filter(({ tags }) =>
      takersOf(fleet, tags).every((runner) => fits(runner) && canRun(runner)),
    );
    return able.find(({ tags }) => takersOf(fleet, tags).every(isSilent)) ?? able[0];
  };
}
