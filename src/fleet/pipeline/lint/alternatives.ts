/**
 * What GitLab or a person decides when a pipeline starts: which files are included, and which option a variable has. Each
 * decision that may matter is tried by itself, so that the work grows with their number and not with their combinations.
 */
import type { JobFinding } from "../lint-finding";
import type { Located } from "../yaml/values";
import type { Variables } from "../jobs/variables";

/** Files on a condition of their own beyond which only the pipeline with and without all of them is looked at. */
const maxConditions = 8;
/** Options of all variables together. */
export const maxChoices = 20;

/**
 * Without any of the files that GitLab may leave out, and with each alone: two of them may exclude each other. A file
 * below such a file comes with those above it.
 */
export function choicesOf(
  conditions: readonly (readonly string[])[],
): readonly ((condition: string) => boolean)[] {
  if (conditions.length === 0) return [];
  const every = new Set(conditions.flat());
  const alone = conditions
    .map((each) => new Set(each))
    .filter((each) => each.size < every.size && conditions.length <= maxConditions);
  return [new Set<string>(), ...alone].map((held) => (condition: string) => held.has(condition));
}

/** Names of variables in a text. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);
}

/** With the variables that the values of these name in turn. */
export function withReferenced(names: ReadonlySet<string>, variables: Variables): ReadonlySet<string> {
  const all = new Set(names);
  // A set that grows while it is walked is walked to its end.
  for (const name of all) for (const each of namesIn(variables.get(name)?.text ?? "")) all.add(each);
  return all;
}

/** Of an image, a service, or a list of these. */
export function imageNames(value: Located | undefined): readonly string[] {
  const each = value?.kind === "list" ? value.items : [value];
  return each.flatMap((item) => {
    const name = item?.kind === "map" ? item.entries.get("name") : item;
    return name?.kind === "scalar" ? [name.text] : [];
  });
}

/** A variable whose value is none of its options. @param isComplete whether a file that was not read may have the value */
export function refusedVariables(variables: Located | undefined, isComplete: boolean): readonly JobFinding[] {
  if (variables?.kind !== "map") return [];
  return [...variables.entries].flatMap(([name, variable]): JobFinding[] => {
    const entry = (key: string) => (variable.kind === "map" ? variable.entries.get(key) : undefined);
    const [options, value] = [entry("options"), entry("value")];
    if (options?.kind !== "list" || options.items.length === 0) return [];
    const known = options.items.flatMap((each) => (each.kind === "scalar" ? [each.text] : []));
    if (value === undefined && !isComplete) return [];
    if (value !== undefined && (value.kind !== "scalar" || known.includes(value.text))) return [];
    const given = value === undefined ? "no value" : `the value ${value.text}`;
    return [
      {
        ...{ rule: "variable-option", level: "error", job: "variables", line: variable.line, subject: name },
        message: `${name} has ${given}, which is none of its options ${known.slice(0, 5).join(", ")}`,
        fix: `value: ${known[0] ?? ""}`,
      },
    ];
  });
}

interface Way {
  /** Jobs that exist this way. */
  readonly jobs: ReadonlySet<string>;
  readonly findings: readonly JobFinding[];
}

const keyOf = ({ rule, job, subject }: JobFinding) => JSON.stringify([rule, job, subject]);

/**
 * The findings of all ways in which GitLab may put the pipeline together. What is an error of a job in each way in which the
 * job exists is an error, and everything else a warning.
 */
export function agreed(first: Way, others: readonly Way[]): readonly JobFinding[] {
  const errors = [first, ...others].map(({ jobs, findings }) => ({
    jobs,
    keys: new Set(findings.filter(({ level }) => level === "error").map(keyOf)),
  }));
  const isSure = (finding: JobFinding) =>
    errors.every(({ jobs, keys }) => !jobs.has(finding.job) || keys.has(keyOf(finding)));
  return [...first.findings, ...newFindings(first, others)].map((finding) =>
    finding.level === "error" && !isSure(finding) ? { ...finding, level: "warning" } : finding,
  );
}

/** Those that the first way does not have, once. */
export function newFindings(first: Way, others: readonly Way[]): readonly JobFinding[] {
  const known = new Set(first.findings.map(keyOf));
  return others.flatMap(({ findings }) => {
    const added = findings.filter((each) => !known.has(keyOf(each)));
    for (const each of added) known.add(keyOf(each));
    return added;
  });
}
