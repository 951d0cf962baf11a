/**
 * Spot by tag. Only a job that asks for Spot gets it, a job that asks for a class runs on exactly that class, and a job that must
 * not be interrupted has a runner. A test over all sets of tags checks the converse of each rule.
 */
import type { FleetEntry } from "../input/parse-sections";
import {
  classTag,
  gitlabAddress,
  mayBeInterrupted,
  runnerTags,
  sameGitlab,
  tagsBesideSpot,
} from "../resolve/routing";
import { computeClasses, type RunnerConfig } from "../schema/runners";
import { environmentName, variableName } from "../resolve/token-variable";
import { eachRunner, needs, type Findings, type Rule } from "./rule";

export const untaggedSpot: Rule = eachRunner(
  ({ index, runner }) =>
    mayBeInterrupted(runner.compute) &&
    runner.runUntagged && {
      code: "spot-untagged",
      path: ["runners", index, "runUntagged"],
      value: runner.runUntagged,
      message: "jobs without tags would run on Spot, which may interrupt them",
      allowed: "false on spot and spot-first",
      fix: "remove it; another runner may take untagged jobs",
    },
);

export const someJobs: Rule = eachRunner(
  ({ index, runner }) =>
    runnerTags(runner).length === 0 &&
    !runner.runUntagged && {
      code: "runner-takes-nothing",
      path: ["runners", index, "tags"],
      value: runner.tags,
      message:
        "a runner without tags that refuses untagged jobs takes no job, and GitLab refuses to create it",
      allowed: "at least one tag, or runUntagged: true (not on spot and spot-first)",
      fix: `remove tags: its tag is then ${classTag(runner.compute)}`,
    },
);

export const classTags: Rule = eachRunner(({ index, runner }) =>
  computeClasses
    .filter((compute) => compute !== runner.compute && runnerTags(runner).includes(classTag(compute)))
    .map((compute) => ({
      code: "tag-of-other-class",
      path: ["runners", index, "tags"],
      value: runner.tags,
      message: `a job with the tag ${classTag(compute)} asks for ${compute}, but this runner would run it on ${runner.compute}`,
      allowed: `tags without ${classTag(compute)}`,
      fix: `use ${classTag(runner.compute)} instead, or change compute`,
    })),
);

const sortedTags = (runner: RunnerConfig) => [...new Set(runnerTags(runner))].sort();

/** Compares each runner with those before it, so that a pair is reported once. */
function withEarlier(
  fleet: readonly FleetEntry[],
  check: (entry: FleetEntry, earlier: FleetEntry) => Findings,
): Findings {
  return fleet.map((entry, at) =>
    fleet
      .slice(0, at)
      .filter((earlier) => sameGitlab(entry.runner, earlier.runner))
      .map((earlier) => check(entry, earlier)),
  );
}

export const sameTags: Rule = needs(["fleet"], ({ fleet }) =>
  withEarlier(fleet, ({ index, runner }, earlier) => {
    if (runner.compute === earlier.runner.compute) return undefined;
    const [tags, earlierTags] = [sortedTags(runner), sortedTags(earlier.runner)];
    const given = { path: ["runners", index, "tags"], value: runner.tags };
    if (JSON.stringify(tags) === JSON.stringify(earlierTags)) {
      return {
        ...given,
        code: "tags-same-for-classes",
        message: `runners[${earlier.index}] has the same tags and runs on ${earlier.runner.compute}: GitLab gives a job to either, and no job can choose`,
        allowed: "at least one tag that only runners of this class have",
        fix: `add ${classTag(runner.compute)}, and ${classTag(earlier.runner.compute)} to runners[${earlier.index}]`,
      };
    }
    const common = tags.filter((tag) => earlierTags.includes(tag));
    const hasSpot = [runner, earlier.runner].some(({ compute }) => mayBeInterrupted(compute));
    return (
      common.length > 0 &&
      hasSpot && {
        ...given,
        code: "tags-shared-with-spot",
        message: `a job whose only tags are ${common.join(", ")} may run on this runner (${runner.compute}) or on runners[${earlier.index}] (${earlier.runner.compute})`,
        allowed: "any; without common tags, only jobs that ask for Spot run on it",
        fix: "give such jobs the tag of a class as well, or remove the common tags from one of the two runners",
      }
    );
  }),
);

/** `env:NAME` and `env:TF_VAR_NAME` are the same token. */
function tokenOf({ token }: RunnerConfig): string {
  const name = environmentName(token);
  return name === undefined ? token : `env:${variableName(name)}`;
}

/** The settings that GitLab keeps once for all managers with one token. */
function settingsOfToken(runner: RunnerConfig): string {
  const { runUntagged, locked, protected: guarded, maximumTimeoutSeconds: timeout } = runner;
  return JSON.stringify({ tags: sortedTags(runner), runUntagged, locked, guarded, timeout });
}

/** With a registration token, each release becomes a runner of its own. */
export const sharedTokens: Rule = needs(["fleet"], ({ fleet }) =>
  withEarlier(
    fleet.filter(({ runner }) => runner.tokenType === "authentication"),
    ({ index, runner }, earlier) =>
      tokenOf(runner) === tokenOf(earlier.runner) &&
      settingsOfToken(runner) !== settingsOfToken(earlier.runner) && {
        code: "token-shared",
        path: ["runners", index, "token"],
        value: runner.token,
        message: `runners[${earlier.index}] has the same token, so GitLab sees one runner with one set of tags and settings, but here they differ`,
        allowed: "a token for each set of tags and settings",
        fix: "use the token of another runner in GitLab, or give both the same tags and settings",
      },
  ),
);

/** Reads the whole fleet: a runner with a problem of its own still counts as an alternative to Spot. */
export const spotAlternatives: Rule = needs(["runners"], ({ runners }) => {
  const reachable = new Map<string, boolean>();
  return runners.map((runner, index) => {
    if (!mayBeInterrupted(runner.compute)) return undefined;
    const address = gitlabAddress(runner);
    const sameAddress = runners.filter((other) => gitlabAddress(other) === address);
    const others = sameAddress.filter(({ compute }) => !mayBeInterrupted(compute));
    if (others.length === 0) return alone(runner, index);
    const isReached = reachable.get(address) ?? isReachable(sameAddress);
    reachable.set(address, isReached);
    return !isReached && unreachable(runner, index, others);
  });
});

/** Whether some set of tags selects only runners without Spot. */
function isReachable(runners: readonly RunnerConfig[]): boolean {
  const routed = runners.map((runner) => ({ ...runner, tags: runnerTags(runner) }));
  return routed.some((runner) => tagsBesideSpot(routed, runner) !== undefined);
}

function alone(runner: RunnerConfig, index: number): Findings {
  return {
    code: "spot-alone",
    path: ["runners", index, "compute"],
    value: runner.compute,
    message: `no runner for ${runner.gitlabUrl} is safe from Spot interruptions, so jobs that must not be retried have no runner`,
    allowed: "spot or spot-first, together with a runner for the same GitLab on fargate or on-demand",
    fix: "add such a runner; a pipeline chooses it by tag",
  };
}

function unreachable(runner: RunnerConfig, index: number, others: readonly RunnerConfig[]): Findings {
  const names = others.map(({ name }) => name).join(", ");
  const [first] = others;
  return {
    code: "spot-twin-unreachable",
    path: ["runners", index, "tags"],
    value: runnerTags(runner),
    message: `a Spot runner may take every job that ${names} may take, so no tag keeps a job away from Spot`,
    allowed: "a runner for the same GitLab with a tag that no Spot runner has",
    fix: `give ${first?.name ?? names} the tag ${classTag(first?.compute ?? "fargate")}`,
  };
}
