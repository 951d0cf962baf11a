/**
 * The tutorial's test as a pipeline: many jobs that print hello, or jobs of several languages, over the runners by tag, and
 * a last job that reports which passed, failed, hung or started late. It does not call GitLab, since a job token may not
 * list jobs in every version: each job leaves a file, and a job that left none hung.
 */
import { stringify } from "yaml";
import { images } from "../../../../modules/pins";
import { gitlabLimits } from "../../../facts/limits";
import type { FleetRunner } from "../fleet-runner";
import { reportScript, startScript, passedLine } from "./scripts";
import { groupsOf, split, type Group } from "./split";
import { imageBuilds, type ImageBuild } from "./image-builds";
import { languageImages } from "./language-images";

export interface GenerateOptions {
  /** That say hello. */
  readonly jobs: number;
  /** Whether each group also runs a job of every language. */
  readonly languages: boolean;
  /** Whether each group that is prepared for it builds an image. */
  readonly build: boolean;
}

interface TestJob {
  readonly name: string;
  readonly group: Group;
  readonly count: number;
  readonly image: ImageBuild["image"];
  readonly script: readonly string[];
  readonly services?: readonly object[];
}

export interface Generated {
  readonly jobs: number;
  /** Jobs at once, by `concurrent`. */
  readonly atOnce: number;
  readonly pipeline: Readonly<Record<string, unknown>>;
  /** As YAML. */
  readonly text: string;
}

/** The tutorial had just under two minutes for as many jobs as one `parallel` takes. */
const secondsPerParallel = 120;
/** Beyond the wait for a pod, for the job itself. */
const jobMinutes = 10;

/** Of a fleet that has a runner. */
export function generate(fleet: readonly FleetRunner[], options: GenerateOptions): Generated {
  const groups = groupsOf(fleet);
  const tests = [
    ...hellos(options.jobs, groups),
    ...(options.languages ? languages(groups) : []),
    ...(options.build ? builds(groups) : []),
  ];
  const jobs = tests.reduce((sum, { count }) => sum + count, 0);
  const atOnce = groups.reduce((sum, { concurrent }) => sum + concurrent, 0);
  const pipeline = {
    stages: ["test", "report"],
    // No job needs the repository.
    variables: { GIT_STRATEGY: "none" },
    ".test": {
      stage: "test",
      // A lost job is a result of the test.
      retry: 0,
      artifacts: { when: "always", expire_in: "1 day", paths: ["results/"] },
    },
    ...Object.fromEntries(tests.map((test) => [test.name, testJob(test)])),
    report: reportJob(tests, groups),
  };
  const head = `# ${jobs} jobs for runners that hold ${atOnce} at once, and a report of them. Made by: glrunner pipeline generate\n`;
  return {
    jobs,
    atOnce,
    pipeline,
    text: head + stringify(pipeline, { lineWidth: 0, aliasDuplicateObjects: false }),
  };
}

/** Letters, digits and dashes: the name is a file's too. */
const slug = ({ tags }: Group) =>
  tags
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60);

function hellos(jobs: number, groups: readonly Group[]): TestJob[] {
  const parts = split(jobs, groups).flatMap(({ group, parts: counts }) =>
    counts.map((count) => ({ group, count })),
  );
  return parts.map(({ group, count }, index) => ({
    ...{ name: `hello-${slug(group)}-${index + 1}`, group, count },
    image: images.job,
    script: ['echo "hello world"'],
  }));
}

/** The answer is one that only this image gives: it was not the runner's own that ran. */
function languages(groups: readonly Group[]): TestJob[] {
  return groups.flatMap((group, index) =>
    languageImages.map(({ language, image, command, answer }) => ({
      ...{ name: `${language}-${slug(group)}-${index + 1}`, group, count: 1, image },
      script: [`${command} | grep -F "${answer}"`],
    })),
  );
}

/** Each builds an image whose command must have run, and keeps it to itself. */
function builds(groups: readonly Group[]): TestJob[] {
  return groups.flatMap((group, index) => {
    if (group.build === undefined) return [];
    const { image, script, services } = imageBuilds[group.build];
    return [{ ...{ name: `build-${slug(group)}-${index + 1}`, group, count: 1, image, script, services } }];
  });
}

const timeout = ({ pollTimeoutSeconds }: Group) =>
  `${Math.ceil(pollTimeoutSeconds / 60) + jobMinutes} minutes`;

function testJob({ name, group, count, image, script, services }: TestJob) {
  return {
    extends: ".test",
    ...{ tags: group.tags, image, timeout: timeout(group) },
    ...(services !== undefined && { services }),
    ...(count > 1 && { parallel: count }),
    variables: { RESULT: name },
    script: [...startScript, ...script, passedLine],
  };
}

function reportJob(tests: readonly TestJob[], groups: readonly Group[]) {
  const [first] = groups;
  const most = Math.max(...groups.map((group) => countOf(tests, group)));
  const slow = secondsPerParallel * Math.ceil(most / gitlabLimits.parallel);
  return {
    ...{ stage: "report", tags: first?.tags ?? [], image: images.job, when: "always" },
    retry: { max: 2, when: "runner_system_failure" },
    variables: {
      EXPECTED: tests.map(({ name, count }) => `${name}:${count}`).join(" "),
      SLOW_SECONDS: String(slow),
    },
    script: [reportScript],
    artifacts: { when: "always", expire_in: "30 days", paths: ["report.txt"] },
  };
}

function countOf(tests: readonly TestJob[], group: Group): number {
  return tests.filter((test) => test.group === group).reduce((sum, { count }) => sum + count, 0);
}
