/**
 * Settings, in `extraToml` or below `job`, that would let a job leave the nodes and the namespace of its runner: variables of the job
 * that overwrite computed settings, and patches of its pod.
 * Source: gitlab-org/gitlab-runner executors/kubernetes/overwrites.go: an expression is matched anywhere in the whole
 * value of the variable, `name=value`, and `key=value:effect` for tolerations; read 2026-11-28.
 */
import { jobLabel, notEvicted, poolLabel } from "../resource-names";
import type { Path } from "../paths";
import { type Finding } from "../input/problems";
import { managerNamespace } from "../config";
import type { FleetEntry, RuleSections } from "../input/parse-sections";
import { jobAccount } from "../resolve/job-rights";
import { jobNamespace } from "../resolve/resolve";
import type { ComputeClass, RunnerConfig } from "../schema/runners";
import { tomlValues } from "../runner-toml/read";
import type { PathOf } from "./fargate-pod-settings";
import type { Findings } from "./rule";

/** Where the jobs of a runner run, and what belongs to other runners. */
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
  sections: RuleSections,
): (runner: RunnerConfig) => JobPlacement {
  const pools = Object.keys(sections.addons?.karpenter.nodePools ?? {});
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
  /** Prefix of the TOML key `..._overwrite_allowed`. */
  readonly setting: string;
  /** Values that the expression must not match. */
  readonly values: readonly string[];
  readonly harm: string;
}

const otherNodes = "a job may choose the nodes of another runner, on Spot too, without its tag";

function overwritesOf({ compute, pools, namespaces, accounts }: JobPlacement): readonly Overwrite[] {
  const evictionAnnotations = Object.values(notEvicted).flatMap((annotation) => Object.keys(annotation));
  const everywhere = [
    {
      setting: "namespace",
      values: namespaces,
      harm: "a job may choose another compute class by its namespace, without its tag",
    },
    {
      setting: "service_account",
      values: accounts,
      harm: "a job may take the rights of another runner's jobs",
    },
    {
      setting: "pod_labels",
      values: [`${jobLabel}=other`],
      harm: "a job may remove the label by which glrunner finds its pod",
    },
  ];
  const onNodes = [
    {
      setting: "pod_annotations",
      values: evictionAnnotations.map((name) => `${name}=false`),
      harm: "a job may remove the annotation that keeps Karpenter from evicting it",
    },
    {
      setting: "node_selector",
      values: [
        ...pools.map((name) => `${poolLabel}=${name}`),
        ...["spot", "on-demand"].map((name) => `karpenter.sh/capacity-type=${name}`),
      ],
      harm: otherNodes,
    },
    // An empty toleration tolerates everything.
    {
      setting: "node_tolerations",
      values: ["", ...pools.map((name) => `${poolLabel}=${name}:NoSchedule`)],
      harm: otherNodes,
    },
  ];
  return compute === "fargate" ? everywhere : [...everywhere, ...onNodes];
}

/** Characters of the longest expression that is tried. */
const maxPatternLength = 200;
/**
 * A repetition makes the engine try as many ends as the value has characters (about 2 to the 6th), a choice makes it try two
 * ways. The sum of the exponents bounds the number of attempts for one value at one start.
 */
const maxExponent = 14;
const repetitionExponent = 6;

/**
 * Whether JavaScript's backtracking engine needs bounded time for the expression. A repeated group can cost exponential
 * time, so it is refused.
 */
export function isBoundedPattern(expression: string): boolean {
  if (expression.length > maxPatternLength) return false;
  // An escape or a class counts as one character; `(?` begins a group, not a choice.
  const plain = expression
    .replace(/\\./gs, "x")
    .replace(/\[\^?[^\]]*\]/g, "x")
    .replace(/\(\?/g, "(");
  if (/\)[*+{]/.test(plain)) return false;
  const count = (characters: RegExp) => plain.match(characters)?.length ?? 0;
  return repetitionExponent * count(/[*+{]/g) + count(/[?|]/g) <= maxExponent;
}

/**
 * Whether the expression matches one of the values. If only Go can read the expression, it may match anything. The flag `u`
 * makes JavaScript refuse what it would otherwise read differently from Go, such as \A, \pL and [[:alpha:]].
 */
function matchesAny(expression: string, values: readonly string[]): boolean {
  try {
    const pattern = new RegExp(expression, "u");
    return values.some((value) => pattern.test(value));
  } catch {
    return true;
  }
}

const escape = (path: Path, value: unknown, message: string, fix: string): Finding => ({
  code: "extra-toml-escape",
  path,
  value,
  message,
  allowed: "settings that keep a job on the nodes and in the namespace of its runner",
  fix,
});

function overwrites(section: unknown, pathOf: PathOf, placement: JobPlacement): Findings {
  return overwritesOf(placement).map(({ setting, values, harm }) => {
    const key = `${setting}_overwrite_allowed`;
    const path = pathOf(["kubernetes", key]);
    return tomlValues(section, ["kubernetes", key]).map((value): Findings => {
      if (typeof value !== "string" || value === "") return undefined;
      if (isBoundedPattern(value)) {
        const fix = "narrow it, as in ^team=, or remove it";
        return matchesAny(value, values) && escape(path, value, `${key}: ${harm}`, fix);
      }
      return {
        code: "extra-toml-pattern",
        path,
        value,
        message: `${key}: glrunner cannot check in bounded time what this expression matches`,
        allowed: `at most ${maxPatternLength} characters, two repetitions and a few choices, and no repeated group`,
        fix: "simplify it, as in ^team=[a-z]+$, or remove it",
      };
    });
  });
}

/** Fields of a pod that decide where and how long it runs. */
const placementFields = /nodeSelector|nodeName|tolerations|activeDeadlineSeconds/i;

function patches(section: unknown, pathOf: PathOf): Findings {
  const path = pathOf(["kubernetes", "pod_spec"]);
  return tomlValues(section, ["kubernetes", "pod_spec"]).map((patch) => {
    const [field] = placementFields.exec(JSON.stringify(patch)) ?? [];
    if (field === undefined) return undefined;
    const message = `a patch of pod_spec sets ${field}, which glrunner computes`;
    return escape(path, field, message, "use compute and nodePool, and the job's own timeout");
  });
}

/** @param section the `[[runners]]` table */
export function escapes(section: unknown, pathOf: PathOf, placement: JobPlacement): Findings {
  return [overwrites(section, pathOf, placement), patches(section, pathOf)];
}
