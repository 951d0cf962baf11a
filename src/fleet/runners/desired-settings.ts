/** What the configuration wants of a runner in GitLab, and how that differs from what GitLab has. Computed, asks nobody. */
import type { Config, Runner } from "../../config";
import type { GitLabRunner, RunnerType, RunnerSettings } from "../../clients/gitlab/runners";

export function desiredSettings(runner: Runner, type: RunnerType): Partial<RunnerSettings> {
  const { tags, runUntagged, locked, maximumTimeoutSeconds = null } = runner;
  return {
    ...{ tags, runUntagged, maximumTimeoutSeconds, protected: runner.protected },
    ...(type === "project_type" && { locked }),
  };
}

/** How a runner of ours is called in GitLab, and found again. */
export const descriptionOf = ({ name }: Pick<Config, "name">, runner: Pick<Runner, "name">) =>
  `glrunner/${name}/${runner.name}`;

/** Two accounts may have a cluster of one name, and one group in GitLab. */
export interface Owner {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
}

export const ownerMark = ({ cluster, region, account }: Owner) =>
  `Made by glrunner for cluster ${cluster} in AWS account ${account}, ${region}.`;

export const noteOf = (owner: Owner, place: string) => `${ownerMark(owner)} Its token is in ${place}.`;

/** By whatever account and cluster. */
export const isMadeByGlrunner = ({ note }: Pick<GitLabRunner, "note">) =>
  note.includes("Made by glrunner for cluster ");

export const isOwnedBy = ({ note }: Pick<GitLabRunner, "note">, owner: Owner) =>
  note.includes(ownerMark(owner));

export interface SettingDifference {
  readonly field: keyof RunnerSettings;
  readonly gitlab: string;
  readonly configuration: string;
}

export function differences(runner: Runner, found: GitLabRunner): readonly SettingDifference[] {
  const rows = Object.entries(desiredSettings(runner, found.type)).map(([name, wanted]) => {
    const [, has] = Object.entries(found.settings).find(([key]) => key === name) ?? [];
    return { name, gitlab: shown(has), configuration: shown(wanted) };
  });
  return fields.flatMap((field) => {
    const row = rows.find(({ name }) => name === field);
    return row === undefined || row.gitlab === row.configuration
      ? []
      : [{ field, gitlab: row.gitlab, configuration: row.configuration }];
  });
}

const fields = ["tags", "runUntagged", "locked", "protected", "maximumTimeoutSeconds"] as const;

/** Tags are a set. */
function shown(value: RunnerSettings[keyof RunnerSettings] | undefined): string {
  if (value === null) return "none";
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "none" : [...value].sort().join(", ");
}
