/**
 * Settings, in `extraToml` or below `job`, that would let a job leave the place that its runner gives it: by variables of the job that overwrite what
 * is computed, or by a patch of its pod.
 * Source: gitlab-org/gitlab-runner executors/kubernetes/overwrites.go: an expression is matched anywhere in the whole
 * value of the variable, `name=value`, and `key=value:effect` for tolerations; read 2026-11-28.
 */
import { jobLabel, notEvicted, poolLabel } from "../resource-names";
import type { Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { managerNamespace } from "../config";
import type { FleetEntry, Parts } from "../input/parse-sections";
import { jobAccount } from "../resolve/job-rights";
import { jobNamespace } from "../resolve/resolve";
import type { ComputeClass, RunnerConfig } from "../schema/runners";
import { tomlValues } from "../runner-toml/read";
import type { PathOf } from "./fargate-pod-settings";

/** Where the jobs of a runner run, and the other places of the cluster that they must not reach. */
export interface JobPlacement {
  readonly compute: ComputeClass;
  /** Names of all Karpenter node pools. */
  readonly pools: readonly string[];
  /** Namespaces of all managers and all jobs. */
  readonly namespaces: readonly string[];
  /** Service accounts of the jobs of other runners. */
  readonly accounts: readonly string[];
}

/** Placement of the jobs of each runner of a fleet. */
export function jobPlacements(
  fleet: readonly FleetEntry[],
  parts: Parts,
): (runner: RunnerConfig) => JobPlacement {
  const pools = Object.keys(parts.addons?.karpenter.nodePools ?? {});
  const namespaces = [managerNamespace, ...fleet.map(({ runner }) => jobNamespace(runner))];
  return (runner) => {
    const others = fleet.filter((entry) => entry.runner !== runner);
    const accounts = others
      .flatMap((entry) => jobAccount(entry.runner) ?? [])
      .filter((account) => account !== jobAccount(runner));
    return { compute: runner.compute, pools, namespaces, accounts };
  };
}

interface Overwrite {
  readonly what: string;
  /** What the expression must not match. */
  readonly values: readonly string[];
  readonly harm: string;
}

const elsewhere = "a job may choose the nodes of another runner, on Spot too, without its tag";

function overwritesOf({ compute, pools, namespaces, accounts }: JobPlacement): readonly Overwrite[] {
  const annotations = Object.values(notEvicted).flatMap((annotation) => Object.keys(annotation));
  const everywhere = [
    {
      what: "namespace",
      values: namespaces,
      harm: "a job may choose another compute class by its namespace, without its tag",
    },
    {
      what: "service_account",
      values: accounts,
      harm: "a job may take the rights of another runner's jobs",
    },
    {
      what: "pod_labels",
      values: [`${jobLabel}=other`],
      harm: "a job may take off the label by which its pod is found",
    },
  ];
  const onNodes = [
    {
      what: "pod_annotations",
      values: annotations.map((name) => `${name}=false`),
      harm: "a job may take off what keeps Karpenter from evicting it",
    },
    {
      what: "node_selector",
      values: [
        ...pools.map((name) => `${poolLabel}=${name}`),
        ...["spot", "on-demand"].map((name) => `karpenter.sh/capacity-type=${name}`),
      ],
      harm: elsewhere,
    },
    // An empty one tolerates everything.
    {
      what: "node_tolerations",
      values: ["", ...pools.map((name) => `${poolLabel}=${name}:NoSchedule`)],
      harm: elsewhere,
    },
  ];
  return compute === "fargate" ? everywhere : [...everywhere, ...onNodes];
}

/** Longest expression that is tried. */
const maxPatternLength = 200;
/**
 * A repetition lets the engine try as many ends as the value has characters (about 2 to the 6th), a choice two ways. The
 * sum of the exponents bounds the number of attempts for one value at one start.
 */
const maxExponent = 14;
const repetitionExponent = 6;

/**
 * Whether JavaScript's backtracking engine tries the expression in bounded time. A repeated group is refused, because it
 * can cost exponential time.
 */
export function isBoundedPattern(expression: string): boolean {
  if (expression.length > maxPatternLength) return false;
  // An escape or a class counts as one character; `(?` begins a group and is no choice.
  const plain = expression
    .replace(/\\./gs, "x")
    .replace(/\[\^?[^\]]*\]/g, "x")
    .replace(/\(\?/g, "(");
  if (/\)[*+{]/.test(plain)) return false;
  const count = (characters: RegExp) => plain.match(characters)?.length ?? 0;
  return repetitionExponent * count(/[*+{]/g) + count(/[?|]/g) <= maxExponent;
}

/**
 * Whether the expression matches one of the values. An expression that Go reads and JavaScript does not may match
 * anything. With `u` JavaScript refuses what it would else read differently, such as \A, \pL and [[:alpha:]].
 */
function lets(expression: string, values: readonly string[]): boolean {
  try {
    const searched = new RegExp(expression, "u");
    return values.some((value) => searched.test(value));
  } catch {
    return true;
  }
}

const escape = (path: Path, value: unknown, message: string, fix: string) =>
  problem({
    ...{ code: "extra-toml-escape", path, value, message, fix },
    allowed: "settings that leave a job where its runner puts it",
  });

function unproven(path: Path, value: string, key: string): Problem {
  return problem({
    ...{ code: "extra-toml-pattern", path, value },
    message: `${key}: glrunner cannot prove in bounded time what this expression matches`,
    allowed: `at most ${maxPatternLength} characters, two repetitions and a few choices, and no repeated group`,
    fix: "simplify it, as in ^team=[a-z]+$, or remove it",
  });
}

function overwritten(section: unknown, pathOf: PathOf, place: JobPlacement): readonly Problem[] {
  return overwritesOf(place).flatMap(({ what, values, harm }) => {
    const key = `${what}_overwrite_allowed`;
    const path = pathOf(["kubernetes", key]);
    return tomlValues(section, ["kubernetes", key]).flatMap((value): readonly Problem[] => {
      if (typeof value !== "string" || value === "") return [];
      if (!isBoundedPattern(value)) return [unproven(path, value, key)];
      if (!lets(value, values)) return [];
      return [escape(path, value, `${key}: ${harm}`, "narrow it, as in ^team=, or remove it")];
    });
  });
}

/** Fields of a pod that say where and how long it runs. */
const placed = /nodeSelector|nodeName|tolerations|activeDeadlineSeconds/i;

function patched(section: unknown, pathOf: PathOf): readonly Problem[] {
  const path = pathOf(["kubernetes", "pod_spec"]);
  return tomlValues(section, ["kubernetes", "pod_spec"]).flatMap((patches) => {
    const [field] = placed.exec(JSON.stringify(patches)) ?? [];
    if (field === undefined) return [];
    const message = `a patch of pod_spec sets ${field}, which glrunner computes`;
    return [escape(path, field, message, "use compute and nodePool, and the job's own timeout")];
  });
}

export function escapes(section: unknown, pathOf: PathOf, place: JobPlacement): readonly Problem[] {
  return [...overwritten(section, pathOf, place), ...patched(section, pathOf)];
}
