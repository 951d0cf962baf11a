import { describe, expect, it } from "vitest";
import type { Runner } from "../../../src/config";
import type { GitLabRunner } from "../../../src/clients/gitlab/runners";
import { differences, isOwnedBy, noteOf, desiredSettings } from "../../../src/fleet/runners/desired-settings";
import { configOf, runner } from "../../config/samples";

function resolved(change: Readonly<Record<string, unknown>> = {}): Runner {
  const [first] = configOf({ runners: [runner(change)] }).runners;
  if (first === undefined) throw new Error("no runner");
  return first;
}

const asConfigured: GitLabRunner = {
  ...{ id: 1, description: "any", type: "project_type", paused: false, note: "" },
  settings: {
    ...{
      tags: ["eks-fargate"],
      runUntagged: false,
      locked: true,
      protected: false,
      maximumTimeoutSeconds: null,
    },
  },
};
const having = (change: Partial<GitLabRunner["settings"]>, type: GitLabRunner["type"] = "project_type") => ({
  ...asConfigured,
  ...{ type, settings: { ...asConfigured.settings, ...change } },
});

describe("the settings of a runner in GitLab", () => {
  it("include `locked` only for the runner of a project", () => {
    expect(desiredSettings(resolved(), "project_type")).toEqual(asConfigured.settings);
    expect(desiredSettings(resolved({ maximumTimeoutSeconds: 900, protected: true }), "group_type")).toEqual({
      ...{ tags: ["eks-fargate"], runUntagged: false, protected: true, maximumTimeoutSeconds: 900 },
    });
  });

  it("are compared without the order of tags, and without `locked` for a group's runner", () => {
    expect(differences(resolved(), asConfigured)).toEqual([]);
    expect(differences(resolved({ tags: ["a", "b"] }), having({ tags: ["b", "a"] }))).toEqual([]);
    expect(differences(resolved({ tags: ["a"] }), having({ tags: [] }))).toEqual([
      { field: "tags", gitlab: "none", configuration: "a" },
    ]);
    const loose = { locked: false, maximumTimeoutSeconds: 600 };
    expect(differences(resolved(), having(loose)).map(({ field }) => field)).toEqual([
      "locked",
      "maximumTimeoutSeconds",
    ]);
    for (const type of ["group_type", "instance_type"] as const) {
      expect(differences(resolved(), having({ locked: false }, type))).toEqual([]);
    }
  });
});

it("the maintenance note identifies cluster, account and Region", () => {
  const owner = { cluster: "ci", region: "us-west-2", account: "123456789012" };
  const note = noteOf(owner, "ssm:/ci/fargate");
  expect(isOwnedBy({ note: `kept by team x\n${note}` }, owner)).toBe(true);
  for (const other of [{ cluster: "c" }, { region: "us-west-1" }, { account: "999999999999" }]) {
    expect(isOwnedBy({ note }, { ...owner, ...other })).toBe(false);
  }
  expect(isOwnedBy({ note: "" }, owner)).toBe(false);
});
