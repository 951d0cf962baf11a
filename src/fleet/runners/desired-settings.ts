/** The settings of a runner in GitLab by the configuration, and the differences to its settings in GitLab. */
import type { Config, Runner } from "../../config";
import type { GitLabRunner, RunnerType, RunnerSettings } from "../../clients/gitlab/runners";

/** The settings of a runner in GitLab by the configuration. */
export function desiredSettings(runner: Runner, type: RunnerType): Partial<RunnerSettings> {
  const { tags, runUntagged, locked, maximumTimeoutSeconds = null } = runner;
  return {
    ...{ tags, runUntagged, maximumTimeoutSeconds, protected: runner.protected },
    ...(type === "project_type" && { locked }),
  };
}

/** The description of a runner in GitLab, by which commands find it. */
export const descriptionOf = ({ name }: Pick<Config, "name">, runner: Pick<Runner, "name">) =>
  `glrunner/${name}/${runner.name}`;

/** The owner of a runner. Two AWS accounts may have clusters with the same name and share a group in GitLab. */
export interface Owner {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
}

/** The beginning of the maintenance note, which identifies the owner. */
export const ownerMark = ({ cluster, region, account }: Owner) =>
  `Made by glrunner for cluster ${cluster} in AWS account ${account}, ${region}.`;

/** The maintenance note of a new runner. @param store `runners[].token` */
export const noteOf = (owner: Owner, store: string) => `${ownerMark(owner)} Its token is in ${store}.`;

/** Whether glrunner created the runner, for any cluster and account. */
export const isMadeByGlrunner = ({ note }: Pick<GitLabRunner, "note">) =>
  note.includes("Made by glrunner for cluster ");

export const isOwnedBy = ({ note }: Pick<GitLabRunner, "note">, owner: Owner) =>
  note.includes(ownerMark(owner));

export interface SettingDifference {
  readonly field: keyof RunnerSettings;
  readonly gitlab: string;
  readonly configuration: string;
}

/** The settings that the configuration sets and that are different in GitLab. */
export function differences(runner: Runner, found: GitLabRunner): readonly SettingDifference[] {
  const desired = desiredSettings(runner, found.type);
  return fields.flatMap((field) => {
    const [gitlab, configuration] = [shown(found.settings[field]), shown(desired[field])];
    return desired[field] === undefined || gitlab === configuration ? [] : [{ field, gitlab, configuration }];
  });
}

const fields = ["tags", "runUntagged", "locked", "protected", "maximumTimeoutSeconds"] as const;

/** A value as text, with tags sorted, because their order has no meaning. */
function shown(value: RunnerSettings[keyof RunnerSettings] | undefined): string {
  if (value === null) return "none";
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "none" : [...value].sort().join(", ");
}
