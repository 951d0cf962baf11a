/**
 * Reads the text and the files of a pipeline as jobs. GitLab or a person may decide which files are included and which option
 * a variable has. The result has the jobs of each such decision. Each decision is tried alone, so that the work grows with
 * their number and not with the number of their combinations.
 */
import type { JobFinding, JobNote, PipelineProblem } from "../lint-finding";
import { readFiles, type RepositoryFiles } from "../include/read-files";
import { SourcePositions } from "../include/source-positions";
import { JobResolver } from "./job-resolver";
import { JobReader, type PipelineJob } from "./job-reader";
import { ExpansionBudget, PipelineLimitError } from "../limits";
import { refusedVariables } from "./variables";
import { textsOf } from "../yaml/values";

export interface Pipeline {
  readonly stages: readonly string[];
  readonly jobs: readonly PipelineJob[];
  /** Findings about the text: duplicate keys, and `extends` and references to a name that does not exist. */
  readonly findings: readonly JobFinding[];
  readonly notes: readonly JobNote[];
  readonly positions: SourcePositions;
  /** The jobs without some of the conditional files, for each case. `jobs` has the jobs with all files. */
  readonly withoutFiles: readonly (readonly PipelineJob[])[];
  /** The jobs after the person who starts the pipeline chooses another of the `options` of a variable. */
  readonly withOptions: readonly { readonly option: string; readonly jobs: readonly PipelineJob[] }[];
}

type PipelineResult =
  | { readonly ok: true; readonly pipeline: Pipeline }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] };

const defaultStages = ["build", "test", "deploy"];
const noFiles: RepositoryFiles = { read: () => [], has: () => undefined };

/** Conditional files up to which the pipeline is also read with each of them alone. */
const maxConditions = 8;

/**
 * @param files of the repository. @default no `include` is read
 * @param budget counts the values that are read and copied
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
    const withoutFiles = selections(read.conditions).map((holds) => {
      const own = new ExpansionBudget();
      const part = read.merge(own, holds);
      return new JobReader(part, new JobResolver(part, own, isComplete), own, isComplete).allJobs();
    });
    const withOptions = reader.otherOptions().map(([name, text]) => {
      const own = new ExpansionBudget();
      const resolved = new JobResolver(root, own, isComplete);
      const chosen = new JobReader(root, resolved, own, isComplete, [name, text]);
      return { option: `${name}=${text}`, jobs: chosen.allJobs() };
    });
    const pipeline = {
      ...{ stages: stages.length > 0 ? stages : defaultStages, jobs, positions, withoutFiles, withOptions },
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

/**
 * Which conditions hold in each case: none of them, and each one alone, because two files may exclude each other. A file
 * that a conditional file includes needs the conditions of both.
 */
function selections(conditions: readonly (readonly string[])[]): readonly ((condition: string) => boolean)[] {
  if (conditions.length === 0) return [];
  const every = new Set(conditions.flat());
  const alone = conditions
    .map((each) => new Set(each))
    .filter((each) => each.size < every.size && conditions.length <= maxConditions);
  return [new Set<string>(), ...alone].map((held) => (condition: string) => held.has(condition));
}
