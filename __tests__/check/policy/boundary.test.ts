import { describe, expect, it } from "vitest";
import { deployerPolicies } from "../../../src/check/policy";
import { configOf } from "../../support/synth";

const permissionsBoundary = "arn:aws:iam::123456789012:policy/Boundary";
const base = {
  name: "ci",
  region: "eu-central-1",
  runners: [{ name: "fargate", token: "env:TF_VAR_token" }],
};
const statementsOf = (more: object) =>
  Object.values(deployerPolicies(configOf({ ...base, ...more }))).flatMap(({ Statement }) => Statement);
const bound = statementsOf({ iam: { permissionsBoundary, rolePath: "/x/" } });
const withAction = (action: string) => bound.filter(({ Action }) => Action.includes(`iam:${action}`));

describe("the policies of a deployer with a permissions boundary and a role path", () => {
  it.each(["CreateRole", "PutRolePolicy", "AttachRolePolicy", "PutRolePermissionsBoundary"])(
    "allow %s only under that boundary and path",
    (action) => {
      const [statement, ...more] = withAction(action);
      expect(more).toEqual([]);
      expect(statement?.Condition).toMatchObject({
        StringEquals: { "iam:PermissionsBoundary": permissionsBoundary },
      });
      expect(statement?.Resource).toEqual([
        "arn:aws:iam::ACCOUNT_ID:role/x/ci-*",
        "arn:aws:iam::ACCOUNT_ID:role/x/pods-ci-1-*",
        "arn:aws:iam::ACCOUNT_ID:role/x/Karpenter-ci-*",
      ]);
    },
  );

  it.each(["DeleteRole", "DetachRolePolicy", "DeleteRolePolicy"])(
    "allow %s for a role of before the boundary too",
    (action) => {
      const conditions = withAction(action).map(({ Condition }) => Condition);
      expect(JSON.stringify(conditions)).not.toContain("PermissionsBoundary");
    },
  );

  it("never let a boundary be removed", () => {
    expect(withAction("DeleteRolePermissionsBoundary")).toEqual([]);
  });

  it("cover the instance profile under the path, and Karpenter's own without one", () => {
    expect(withAction("CreateInstanceProfile").map(({ Resource }) => Resource)).toEqual([
      [
        "arn:aws:iam::ACCOUNT_ID:instance-profile/x/Karpenter-ci-*",
        "arn:aws:iam::ACCOUNT_ID:instance-profile/ci_*",
      ],
    ]);
  });

  it("have no such condition without the section", () => {
    expect(JSON.stringify(statementsOf({}))).not.toContain("PermissionsBoundary");
  });
});
