/**
 * Spot by tag: only a job that asks for Spot reaches it, a job that asks for a class runs on exactly that, and what must
 * not be interrupted has somewhere to go. Each rule has its converse in the test over all sets of tags.
 */
import type { FleetEntry } from "../input/parse-sections";
import { problem, type Problem } from "../input/problems";
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
import { needs, type Rule } from "./rule";

export const untaggedSpot: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => mayBeInterrupted(runner.compute) && runner.runUntagged)
    .map(({ index, runner }) =>
      problem({
        code: "spot-untagged",
        path: ["runners", index, "runUntagged"],
        value: runner.runUntagged,
        message: "jobs without tags would run on Spot, which may interrupt them",
        allowed: "false on spot and spot-first",
        fix: "remove it; another runner may take untagged jobs",
      }),
    ),
);

export const someJobs: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => runnerTags(runner).length === 0 && !runner.runUntagged)
    .map(({ index, runner }) =>
      problem({
        code: "runner-takes-nothing",
        path: ["runners", index, "tags"],
        value: runner.tags,
        message:
          "a runner without tags that refuses untagged jobs takes no job, and GitLab refuses to create it",
        allowed: "at least one tag, or runUntagged: true (not on spot and spot-first)",
        fix: `remove tags: its tag is then ${classTag(runner.compute)}`,
      }),
    ),
);

export const classTags: Rule = needs(["fleet"], ({ fleet }) =>
  fleet.flatMap(({ index, runner }) =>
    computeClasses
      .filter((compute) => compute !== runner.compute && runnerTags(runner).includes(classTag(compute)))
      .map((compute) =>
        problem({
          code: "tag-of-other-class",
          path: ["runners", index, "tags"],
          value: runner.tags,
          message: `a job with the tag ${classTag(compute)} asks for ${compute}, but this runner would run it on ${runner.compute}`,
          allowed: `tags without ${classTag(compute)}`,
          fix: `use ${classTag(runner.compute)} instead, or change compute`,
        }),
      ),
  ),
);

const sorted = (runner: RunnerConfig) => [...new Set(runnerTags(runner))].sort();

/** Each with those before it, so that a pair is reported once. */
function withEarlier(
  fleet: readonly FleetEntry[],
  check: (entry: FleetEntry, earlier: FleetEntry) => readonly Problem[],
): readonly Problem[] {
  return fleet.flatMap((entry, place) =>
    fleet
      .slice(0, place)
      .filter((earlier) => sameGitlab(entry.runner, earlier.runner))
      .flatMap((earlier) => check(entry, earlier)),
  );
}

export const sameTags: Rule = needs(["fleet"], ({ fleet }) =>
  withEarlier(fleet, (entry, earlier) => {
    const { index, runner } = entry;
    const [ours, theirs] = [sorted(runner), sorted(earlier.runner)];
    if (runner.compute === earlier.runner.compute) return [];
    if (JSON.stringify(ours) === JSON.stringify(theirs)) {
      return [
        problem({
          code: "tags-same-for-classes",
          path: ["runners", index, "tags"],
          value: runner.tags,
          message: `runners[${earlier.index}] has the same tags and runs on ${earlier.runner.compute}: GitLab gives a job to either, and no job can choose`,
          allowed: "at least one tag that only runners of this class have",
          fix: `add ${classTag(runner.compute)}, and ${classTag(earlier.runner.compute)} to runners[${earlier.index}]`,
        }),
      ];
    }
    const common = ours.filter((tag) => theirs.includes(tag));
    const spot = [runner, earlier.runner].some(({ compute }) => mayBeInterrupted(compute));
    if (common.length === 0 || !spot) return [];
    return [
      problem({
        code: "tags-shared-with-spot",
        path: ["runners", index, "tags"],
        value: runner.tags,
        message: `a job whose only tags are ${common.join(", ")} may run on this runner (${runner.compute}) or on runners[${earlier.index}] (${earlier.runner.compute})`,
        allowed: "any; without common tags, only jobs that ask for Spot run on it",
        fix: "give such jobs the tag of a class as well, or remove the common tags from one of the two runners",
      }),
    ];
  }),
);

/** A variable has two names. */
function tokenOf({ token }: RunnerConfig): string {
  const name = environmentName(token);
  return name === undefined ? token : `env:${variableName(name)}`;
}

/** What GitLab holds once for all managers with one token. */
function heldOnce(runner: RunnerConfig) {
  const { runUntagged, locked, protected: guarded, maximumTimeoutSeconds: timeout } = runner;
  return JSON.stringify({ tags: sorted(runner), runUntagged, locked, guarded, timeout });
}

/** Registration tokens make a runner of each release. */
export const sharedTokens: Rule = needs(["fleet"], ({ fleet }) =>
  withEarlier(
    fleet.filter(({ runner }) => runner.tokenType === "authentication"),
    ({ index, runner }, earlier) =>
      tokenOf(runner) !== tokenOf(earlier.runner) || heldOnce(runner) === heldOnce(earlier.runner)
        ? []
        : [
            problem({
              code: "token-shared",
              path: ["runners", index, "token"],
              value: runner.token,
              message: `runners[${earlier.index}] has the same token, so GitLab sees one runner with one set of tags and settings, but here they differ`,
              allowed: "a token for each set of tags and settings",
              fix: "use the token of another runner in GitLab, or give both the same tags and settings",
            }),
          ],
  ),
);

/** Looks at the whole fleet: a runner with a problem of its own still counts as a twin. */
export const spotTwins: Rule = needs(["runners"], ({ runners }) => {
  const reachable = new Map<string, boolean>();
  return runners.flatMap((runner, index): readonly Problem[] => {
    if (!mayBeInterrupted(runner.compute)) return [];
    const address = gitlabAddress(runner);
    const sameGitlab = runners.filter((other) => gitlabAddress(other) === address);
    const others = sameGitlab.filter(({ compute }) => !mayBeInterrupted(compute));
    if (others.length === 0) return [alone(runner, index)];
    const reached = reachable.get(address) ?? isReachable(sameGitlab);
    reachable.set(address, reached);
    return reached ? [] : [unreachable(runner, index, others)];
  });
});

/** Whether some set of tags selects runners other than Spot only. */
function isReachable(runners: readonly RunnerConfig[]): boolean {
  const routed = runners.map((each) => ({ ...each, tags: runnerTags(each) }));
  return routed.some((each) => tagsBesideSpot(routed, each) !== undefined);
}

function alone(runner: RunnerConfig, index: number): Problem {
  return problem({
    code: "spot-alone",
    path: ["runners", index, "compute"],
    value: runner.compute,
    message: `no runner for ${runner.gitlabUrl} is safe from Spot interruptions, so jobs that must not be retried have no runner`,
    allowed: "spot or spot-first, together with a runner for the same GitLab on fargate or on-demand",
    fix: "add such a runner; a pipeline chooses it by tag",
  });
}

function unreachable(runner: RunnerConfig, index: number, others: readonly RunnerConfig[]): Problem {
  const names = others.map(({ name }) => name).join(", ");
  const [twin] = others;
  const tag = classTag(twin?.compute ?? "fargate");
  return problem({
    code: "spot-twin-unreachable",
    path: ["runners", index, "tags"],
    value: runnerTags(runner),
    message: `a Spot runner may take every job that ${names} may take: no tag keeps a job away from Spot`,
    allowed: "a runner for the same GitLab with a tag that no Spot runner has",
    fix: `give ${twin?.name ?? names} the tag ${tag}`,
  });
}
