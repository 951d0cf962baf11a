/** Reads the parts of a job that the rules check: images and services with their options, and `retry`. */
import type { ExpansionBudget } from "../limits";
import { entryOf, scalarText, textsOf, type Located } from "../yaml/values";
import { expanded, type LocatedText, type Variables } from "./variables";

export interface JobImage extends LocatedText {
  /** `pull_policy`, in order of preference; empty if the runner decides. */
  readonly pullPolicies: readonly string[];
}

export interface JobService extends JobImage {
  /** Whether it has its own variables, command or entrypoint, which may change its port. */
  readonly isChanged: boolean;
}

/** The image in `image:` or in an item of `services:`. */
export function imageOf(
  value: Located | undefined,
  variables: Variables,
  budget: ExpansionBudget,
): JobImage | undefined {
  const name = imageName(value);
  if (name?.kind !== "scalar" || name.text === "") return undefined;
  const pullPolicies = textsOf(entryOf(value, "pull_policy"), budget);
  return { text: expanded(name.text, variables), line: name.line, pullPolicies };
}

const imageName = (value: Located | undefined) => (value?.kind === "map" ? value.entries.get("name") : value);

/** The image names in an image, a service, or a list of these, with their variables not replaced. */
export function imageNames(value: Located | undefined): readonly string[] {
  const images = value?.kind === "list" ? value.items : [value];
  return images.flatMap((image) => scalarText(imageName(image)) ?? []);
}

/** `image:docker:platform`. */
export function platformOf(image: Located | undefined): LocatedText | undefined {
  const platform = entryOf(entryOf(image, "docker"), "platform");
  return platform?.kind === "scalar" ? { text: platform.text, line: platform.line } : undefined;
}

/** The services of a `services:` list. */
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
 * Whether GitLab retries the job after a failure of the runner's system, such as a pod that is gone. `retry: 0` counts too,
 * because the author of the job has decided.
 * Source: gitlab-org/gitlab doc/ci/yaml/_index.md, "retry:when" and "retry:exit_codes"; read 2026-11-30.
 */
export function coversSystemFailure(retry: Located | undefined, budget: ExpansionBudget): boolean {
  if (retry?.kind === "scalar") return retry.text !== "";
  if (retry?.kind !== "map") return false;
  const when = textsOf(retry.entries.get("when"), budget);
  if (when.length === 0) return !retry.entries.has("exit_codes");
  return when.some((reason) => ["always", "runner_system_failure"].includes(reason));
}
