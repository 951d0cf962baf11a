/** The settings of the job cleaner, which the stage writes as JSON next to the script. */
import { fieldAt, listField, textField } from "./fields";
import type { JobScope } from "./job-selector";

export interface CleanerSettings {
  readonly scope: JobScope;
  /** Age at which every job pod counts as stuck. @default no limit */
  readonly olderThanSeconds?: number;
}

/** @throws if the settings are incomplete, so that the cleaner never deletes a wrong pod */
export function readSettings(json: string): CleanerSettings {
  const value: unknown = JSON.parse(json);
  const scope = fieldAt(value, "scope");
  const olderThanSeconds = fieldAt(value, "olderThanSeconds");
  const runners = listField(scope, "runners").map((runner) => ({
    name: textField(runner, "name"),
    namespace: textField(runner, "namespace"),
    pollTimeoutSeconds: Number(fieldAt(runner, "pollTimeoutSeconds")),
  }));
  const [cluster, managerNamespace] = [textField(scope, "cluster"), textField(scope, "managerNamespace")];
  const named = [cluster, managerNamespace, ...runners.flatMap(({ name, namespace }) => [name, namespace])];
  if (named.includes("") || runners.some(({ pollTimeoutSeconds }) => !(pollTimeoutSeconds > 0))) {
    throw new Error("the settings name no cluster, managers or runners");
  }
  return {
    scope: { cluster, managerNamespace, runners },
    ...(typeof olderThanSeconds === "number" && { olderThanSeconds }),
  };
}
