/** A pipeline's text and files as its jobs, in each way in which GitLab may put them together. */
import { choicesOf, refusedVariables } from "../lint/alternatives";
import type { JobFinding, JobNote, PipelineProblem } from "../lint-finding";
import { readFiles, SourcePositions, type RepositoryFiles } from "../include/read-files";
import { JobResolver } from "./job-resolver";
import { JobReader, type PipelineJob } from "./job-reader";
import { ExpansionBudget, PipelineLimitError } from "../limits";
import { textsOf } from "../yaml/values";

export interface Pipeline {
  readonly stages: readonly string[];
  readonly jobs: readonly PipelineJob[];
  /** Of the text itself: duplicate keys, `extends` and references that lead to nothing. */
  readonly findings: readonly JobFinding[];
  readonly notes: readonly JobNote[];
  readonly positions: SourcePositions;
  /** The jobs where some of the files are left out that GitLab may leave out; `jobs` has all of them. */
  readonly withoutFiles: readonly (readonly PipelineJob[])[];
  /** The jobs where the person who starts the pipeline chooses another of the `options` of a variable. */
  readonly withChoices: readonly { readonly choice: string; readonly jobs: readonly PipelineJob[] }[];
}

type PipelineResult =
  | { readonly ok: true; readonly pipeline: Pipeline }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

const defaultStages = ["build", "test", "deploy"];
const noFiles: RepositoryFiles = { read: () => [], has: () => undefined };

/**
 * @param files of the repository; where they are left out, no `include` is read
 * @param budget counts what is read and copied
 */
export function readPipeline(
  source: string,
  files: RepositoryFiles = noFiles,
  budget = new ExpansionBudget(),
): PipelineResult {
  const positions = new SourcePositions();
  try {
    const read = readFiles({ source, budget, files, positions });
    if (!read.ok) return read;
    const { isComplete } = read;
    const root = read.merge(budget, () => true);
    const resolver = new JobResolver(root, budget, isComplete);
    const reader = new JobReader(root, resolver, budget, isComplete);
    const jobs = reader.allJobs();
    const stages = textsOf(root.entries.get("stages"), budget);
    const refused = refusedVariables(root.entries.get("variables"), isComplete);
    const withoutFiles = choicesOf(read.conditions).map((holds) => {
      const own = new ExpansionBudget();
      const part = read.merge(own, holds);
      return new JobReader(part, new JobResolver(part, own, isComplete), own, isComplete).allJobs();
    });
    const withChoices = reader.choices().map(([name, text]) => {
      const own = new ExpansionBudget();
      const resolved = new JobResolver(root, own, isComplete);
      const chosen = new JobReader(root, resolved, own, isComplete, [name, text]);
      return { choice: `${name}=${text}`, jobs: chosen.allJobs() };
    });
    const pipeline = {
      ...{ stages: stages.length > 0 ? stages : defaultStages, jobs, positions, withoutFiles, withChoices },
      findings: [...read.findings, ...resolver.findings, ...refused],
      notes: [...read.notes, ...resolver.notes],
    };
    return { ok: true, pipeline };
  } catch (error) {
    if (!(error instanceof PipelineLimitError)) throw error;
    const { problem } = error;
    return { ok: false, problems: [{ ...problem, ...positions.of(problem.line) }] };
  }
}
