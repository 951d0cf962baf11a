import { describe, expect, it } from "vitest";
import { clusterAccess, principalOf } from "../../../src/check/account/cluster-access";
import type { Deployed } from "../../../src/check/options";
import { configOf } from "../../config/samples";
import { containing } from "../containing";

const account = "111122223333";
const sso = "AWSReservedSSO_Admins_0123456789abcdef";
const session = `arn:aws:sts::${account}:assumed-role/${sso}/alice`;
const withPath = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${sso}`;

function access(arn: string, given: Readonly<Record<string, unknown>>, created: Deployed | "unread" = true) {
  const config = configOf({ cluster: { access: given } });
  return clusterAccess({
    config,
    caller: { arn, accountId: account, partition: "aws" },
    created: created === "unread" ? undefined : created,
  })[0];
}

describe("the caller in aws-auth", () => {
  it.each([
    [session, "roles", `arn:aws:iam::${account}:role/${sso}`, `${sso}:{{SessionName}}`],
    [
      `arn:aws-us-gov:sts::${account}:assumed-role/ci/1`,
      "roles",
      `arn:aws-us-gov:iam::${account}:role/ci`,
      "ci:{{SessionName}}",
    ],
    [`arn:aws:iam::${account}:user/team/bob`, "users", `arn:aws:iam::${account}:user/team/bob`, "bob"],
    [`arn:aws:iam::${account}:root`, "users", `arn:aws:iam::${account}:root`, "root"],
    [
      `arn:aws:sts::${account}:federated-user/eve`,
      undefined,
      `arn:aws:sts::${account}:federated-user/eve`,
      "",
    ],
  ])("%s is named under %s", (arn, list, named, username) => {
    expect(principalOf({ arn })).toEqual({ list, arn: named, username });
  });

  it("has access by its role, even if cluster.access names it with its path", () => {
    const roles = [{ arn: withPath, username: "admin", groups: ["system:masters"] }];
    expect(access(session, { roles })).toMatchObject({ id: "credentials.cluster-access", level: "ok" });
    // The authenticator compares in lower case.
    expect(access(session.replace(sso, sso.toLowerCase()), { roles })?.level).toBe("ok");
    expect(access(session.replace("Admins", "Readers"), { roles })?.level).toBe("warning");
  });

  it("has access as the creator of a new cluster", () => {
    expect(access(session, {}, false)).toMatchObject({
      level: "ok",
      what: containing("will create the cluster"),
    });
  });

  it("gets the entry to add if a deployed cluster does not name it", () => {
    const found = access(session, {});
    expect(found?.level).toBe("warning");
    expect(found?.fix).toContain(
      `- { arn: "arn:aws:iam::${account}:role/${sso}", username: "${sso}:{{SessionName}}", groups: ["system:masters"] }`,
    );
    expect(found?.fix).toContain("cluster.access.roles");
    const user = access(`arn:aws:iam::${account}:user/bob`, {});
    expect(user?.fix).toContain("cluster.access.users");
    expect(access(session, {}, "unread")?.level).toBe("unknown");
  });

  it("needs the administrators' group, which an account entry does not give", () => {
    const users = [{ arn: `arn:aws:iam::${account}:user/bob`, username: "bob", groups: ["viewers"] }];
    const bob = access(`arn:aws:iam::${account}:user/bob`, { users });
    expect(bob).toMatchObject({ level: "warning", what: containing("viewers") });
    expect(bob?.fix).toContain("system:masters");
    expect(access(session, { accounts: [account] })?.what).toContain("its account alone gives no group");
  });
});
