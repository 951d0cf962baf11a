/** The settings that the configuration gives a runner in GitLab, and how GitLab's own settings differ. */
import type { Config, Runner } from "../../config";
import type { GitLabRunner, RunnerType, RunnerSettings } from "../../clients/gitlab/runners";

export function desiredSettings(runner: Runner, type: RunnerType): Partial<RunnerSettings> {
  const { tags, runUntagged, locked, maximumTimeoutSeconds = null } = runner;
  return {
    ...{ tags, runUntagged, maximumTimeoutSeconds, protected: runner.protected },
    ...(type === "project_type" && { locked }),
  };
}

/** The description of a runner in GitLab, by which it is found again. */
export const descriptionOf = ({ name }: Pick<Config, "name">, runner: Pick<Runner, "name">) =>
  `glrunner/${name}/${runner.name}`;

/** Who owns a runner: two AWS accounts may have a cluster of the same name and share a group in GitLab. */
export interface Owner {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
}

export const ownerMark = ({ cluster, region, account }: Owner) =>
  `Made by glrunner for cluster ${cluster} in AWS account ${account}, ${region}.`;

export const noteOf = (owner: Owner, place: string) => `${ownerMark(owner)} Its token is in ${place}.`;

/** Whether glrunner created it, for any cluster and account. */
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

/** As text; the order of tags does not count. */
function shown(value: RunnerSettings[keyof RunnerSettings] | undefined): string {
  if (value === null) return "none";
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "none" : [...value].sort().join(", ");
}
