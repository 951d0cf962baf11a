/** A pipeline file against the fleet of a configuration: what would fail, hang or be refused there, with line and fix. */
import { takersOf } from "../../config/resolve/routing";
import type { FleetRunner } from "./fleet";
import type { Note } from "./inherit";
import { readPipeline, type Pipeline } from "./jobs";
import type { TextProblem } from "./located";
import type { Finding, Rule } from "./rule";
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
  readonly jobs: number;
  /** By line. */
  readonly findings: readonly Finding[];
  /** What was not looked at. */
  readonly notes: readonly Note[];
}

type LintOutcome =
  | { readonly ok: true; readonly result: LintResult }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

export function lint(source: string, fleet: readonly FleetRunner[]): LintOutcome {
  const read = readPipeline(source);
  if (!read.ok) return read;
  const { jobs, notes } = read.pipeline;
  const findings = new Map(
    findingsOf(read.pipeline, fleet).map((each) => [`${each.rule} ${each.job} ${each.subject}`, each]),
  );
  const unknown = jobs
    .filter(({ tags }) => tags.names.some(isUnknown))
    .map(({ name, tags }) => {
      return {
        line: tags.line,
        message: `${name}: only GitLab knows its tags ${tags.names.join(", ")}: not looked at`,
      };
    });
  const noted = new Map([...notes, ...unknown].map((note) => [`${note.line} ${note.message}`, note]));
  return {
    ok: true,
    result: {
      jobs: new Set(jobs.map(({ name }) => name)).size,
      findings: [...findings.values()].sort((a, b) => a.line - b.line),
      notes: [...noted.values()],
    },
  };
}

function findingsOf({ jobs }: Pipeline, fleet: readonly FleetRunner[]): Finding[] {
  return jobs.flatMap((job) => {
    const takers = job.tags.names.some(isUnknown) ? [] : takersOf(fleet, job.tags.names);
    return rules.flatMap(({ name, find }) =>
      find({ job, fleet, takers }).map((found) => ({ rule: name, job: job.name, ...found })),
    );
  });
}
