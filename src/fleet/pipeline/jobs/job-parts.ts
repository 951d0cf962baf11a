/** Parts of a job as the rules look at them: images and services with their options, and what a retry covers. */
import type { ExpansionBudget } from "../limits";
import { textsOf, type Located } from "../yaml/values";
import { expanded, type LocatedText, type Variables } from "./variables";

export interface JobImage extends LocatedText {
  /** `pull_policy`, in its order; empty where the runner decides. */
  readonly pullPolicies: readonly string[];
}

export interface JobService extends JobImage {
  /** Whether it has variables, a command or an entrypoint of its own, which may change its port. */
  readonly isChanged: boolean;
}

export function imageOf(
  value: Located | undefined,
  variables: Variables,
  budget: ExpansionBudget,
): JobImage | undefined {
  const options = value?.kind === "map" ? value.entries : undefined;
  const name = value?.kind === "map" ? value.entries.get("name") : value;
  if (name?.kind !== "scalar" || name.text === "") return undefined;
  const pullPolicies = textsOf(options?.get("pull_policy"), budget);
  return { text: expanded(name.text, variables), line: name.line, pullPolicies };
}

/** Of `image:docker:platform`. */
export function platformOf(value: Located | undefined): LocatedText | undefined {
  const docker = value?.kind === "map" ? value.entries.get("docker") : undefined;
  const platform = docker?.kind === "map" ? docker.entries.get("platform") : undefined;
  return platform?.kind === "scalar" ? { text: platform.text, line: platform.line } : undefined;
}

export function servicesOf(
  value: Located | undefined,
  variables: Variables,
  budget: ExpansionBudget,
): readonly JobService[] {
  if (value?.kind !== "list") return [];
  return value.items.flatMap((item) => {
    const image = imageOf(item, variables, budget);
    const isChanged =
      item.kind === "map" && ["variables", "command", "entrypoint"].some((key) => item.entries.has(key));
    return image === undefined ? [] : [{ ...image, isChanged }];
  });
}

/**
 * Whether GitLab starts the job again after a failure of the runner's system, such as a pod that is gone; or the job says
 * `retry: 0`, so that its author has decided.
 * Source: gitlab-org/gitlab doc/ci/yaml/_index.md, "retry:when" and "retry:exit_codes"; read 2026-11-30.
 */
export function coversSystemFailure(retry: Located | undefined, budget: ExpansionBudget): boolean {
  if (retry?.kind === "scalar") return retry.text !== "";
  if (retry?.kind !== "map") return false;
  const when = textsOf(retry.entries.get("when"), budget);
  if (when.length === 0) return !retry.entries.has("exit_codes");
  return when.some((each) => ["always", "runner_system_failure"].includes(each));
}
