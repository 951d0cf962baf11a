/**
 * A pipeline against the fleet of a configuration: what would fail, wait for ever or be refused there.
 *
 * 1. Read the files and resolve the jobs as GitLab does (jobs.ts).
 * 2. For each job, find the runners that GitLab may give it to. Where the tags are not known, there are none, and a note
 *    says so.
 * 3. Let every rule look at the job and these runners. A rule proposes the tags of runners on which no rule finds an error.
 * 4. Put the findings of one cause together (group.ts).
 */
import { takersOf } from "../../config/resolve/routing";
import type { Finding, JobFinding, Note, PipelineProblem } from "./finding";
import { tagText, type FleetRunner } from "./fleet";
import { grouped } from "./group";
import type { ReadLocal } from "./include";
import { readPipeline, type Pipeline, type PipelineJob } from "./jobs";
import type { Rule } from "./rule";
import { arm64 } from "./rules/arm64";
import { gpu } from "./rules/gpu";
import { noRunner } from "./rules/no-runner";
import { overwrite } from "./rules/overwrite";
import { parallel } from "./rules/parallel";
import { privileged } from "./rules/privileged";
import { rateLimited } from "./rules/rate-limited";
import { size } from "./rules/size";
import { storage } from "./rules/storage";
import { isUnknown } from "./variables";

export const rules: readonly Rule[] = [
  noRunner,
  privileged,
  gpu,
  arm64,
  size,
  storage,
  overwrite,
  parallel,
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

/** @param readLocal reads the files of `include:local`; where it is left out, none is read */
export function lint(source: string, fleet: readonly FleetRunner[], readLocal?: ReadLocal): LintOutcome {
  const read = readPipeline(source, readLocal);
  if (!read.ok) return read;
  const { jobs, findings, notes, positions } = read.pipeline;
  const noted = [...notes, ...jobs.flatMap(unknownTags)].map((note) => [JSON.stringify(note), note] as const);
  return {
    ok: true,
    result: {
      jobs: new Set(jobs.map(({ name }) => name)).size,
      findings: grouped([...findings, ...findingsOf(read.pipeline, fleet)], positions),
      notes: [...new Map(noted).values()].map((each) => ({ ...each, ...positions.of(each.line) })),
    },
  };
}

function unknownTags({ name, tags }: PipelineJob): readonly Note[] {
  if (tags.isKnown) return [];
  const why = tags.names.some(isUnknown)
    ? `only GitLab knows its tags ${tags.names.join(", ")}`
    : "its tags may come from a file that is not read";
  return [{ line: tags.line, message: `${name} is not checked: ${why}.` }];
}

function findingsOf({ jobs }: Pipeline, fleet: readonly FleetRunner[]): JobFinding[] {
  return jobs.flatMap((job) => {
    const takers = job.tags.isKnown ? takersOf(fleet, job.tags.names) : [];
    const elsewhere = proposal(job, fleet);
    return rules.flatMap(({ name, find }) =>
      find({ job, fleet, takers, elsewhere }).map((found) => ({ rule: name, job: job.name, ...found })),
    );
  });
}

/** Proposes the tags of the first runner that, with all others that have these tags, can run the job. */
function proposal(job: PipelineJob, fleet: readonly FleetRunner[]): (setting: string) => string {
  const canRun = (runner: FleetRunner) =>
    rules.every(({ find }) =>
      find({ job, fleet, takers: [runner], elsewhere: (setting) => setting }).every(
        ({ level }) => level !== "error",
      ),
    );
  return (setting) => {
    const found = fleet.find(({ tags }) => takersOf(fleet, tags).every(canRun));
    return found === undefined ? setting : `${tagText(found.tags)}, of runner ${found.name}`;
  };
}
