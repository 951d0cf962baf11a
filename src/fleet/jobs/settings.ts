/** What the clean-up in the cluster may touch, as the stage hands it over: JSON beside the script. */
import { at, list, text } from "./fields";
import type { JobScope } from "./job-selector";

export interface CleanerSettings {
  readonly scope: JobScope;
  /** @default no age alone is too old */
  readonly olderThanSeconds?: number;
}

/** @throws when it names nothing: better no clean-up than one that misunderstands */
export function readSettings(json: string): CleanerSettings {
  const value: unknown = JSON.parse(json);
  const scope = at(value, "scope");
  const olderThanSeconds = at(value, "olderThanSeconds");
  const runners = list(scope, "runners").map((runner) => ({
    name: text(runner, "name"),
    namespace: text(runner, "namespace"),
    pollTimeoutSeconds: Number(at(runner, "pollTimeoutSeconds")),
  }));
  const [cluster, managerNamespace] = [text(scope, "cluster"), text(scope, "managerNamespace")];
  const named = [cluster, managerNamespace, ...runners.flatMap(({ name, namespace }) => [name, namespace])];
  if (named.includes("") || runners.some(({ pollTimeoutSeconds }) => !(pollTimeoutSeconds > 0))) {
    throw new Error("the settings name no cluster, managers or runners");
  }
  return {
    scope: { cluster, managerNamespace, runners },
    ...(typeof olderThanSeconds === "number" && { olderThanSeconds }),
  };
}
