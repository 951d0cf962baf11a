import { describe, expect, it } from "vitest";
import { authenticator } from "../../src/emulator/authenticator";
import { canonicalArn, Identities } from "../../src/emulator/identities";
import { EmulatedKubernetes } from "../../src/emulator/kubernetes";
import { ClusterStore } from "../../src/emulator/providers/cluster-store";

const account = "123456789012";
const dummy = `arn:aws:sts::${account}:user/moto`;
const roleArn = `arn:aws:iam::${account}:role/platform/pipeline`;
const answer = `<AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/pipeline/me</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId></Credentials>`;

function identities(): Identities {
  const known = new Identities();
  expect(known.learn(roleArn, answer)).toBe("ASIAEXAMPLE");
  return known;
}

describe("an identity", () => {
  it("belongs to the dummy credentials or to a role that was assumed here", () => {
    const known = identities();
    expect(known.of("loopback")).toEqual({ callerArn: dummy, principalArn: dummy });
    expect(known.of("ASIAEXAMPLE")).toEqual({
      callerArn: `arn:aws:sts::${account}:assumed-role/pipeline/me`,
      principalArn: roleArn,
    });
    expect(known.of("AKIAIOSFODNN7EXAMPLE")).toBeUndefined();
    known.clear();
    expect(known.of("ASIAEXAMPLE")).toBeUndefined();
  });

  it("is not learned from an error response", () => {
    expect(new Identities().learn(roleArn, "<Error><Code>AccessDenied</Code></Error>")).toBeUndefined();
  });

  it("is compared as its role without the path", () => {
    const caller = identities().of("ASIAEXAMPLE");
    expect(caller && canonicalArn(caller)).toBe(`arn:aws:iam::${account}:role/pipeline`);
  });
});

describe("a cluster", () => {
  const ofRole = `arn:aws:iam::${account}:role/pipeline`;
  const mapped = (entry: object) => ({ mapRoles: JSON.stringify([entry]) });
  const ci = { rolearn: ofRole, username: "ci:{{SessionName}}", groups: ["builders"] };

  function usersOf(creators: readonly string[], data?: Readonly<Record<string, string>>) {
    const kubernetes = new EmulatedKubernetes(new ClusterStore());
    if (data !== undefined) {
      kubernetes.add({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "aws-auth", namespace: "kube-system" },
        data,
      });
    }
    const access = authenticator(identities(), kubernetes, () => creators);
    return ["loopback", "ASIAEXAMPLE", "AKIAIOSFODNN7EXAMPLE"].map((key) => access.userOf(key)?.username);
  }
  const administrator = "kubernetes-admin";

  it("admits every known identity before it exists", () => {
    expect(usersOf([])).toEqual([administrator, administrator, undefined]);
  });

  it("admits only its creator by default, as an administrator", () => {
    expect(usersOf([dummy])).toEqual([administrator, undefined, undefined]);
    expect(usersOf([roleArn])).toEqual([undefined, administrator, undefined]);
  });

  it("admits the roles and users of aws-auth: without the role's path, in any case, by the last entry", () => {
    expect(usersOf([dummy], mapped(ci))).toEqual([administrator, "ci:me", undefined]);
    expect(usersOf([dummy], mapped({ ...ci, rolearn: roleArn }))).toEqual([
      administrator,
      undefined,
      undefined,
    ]);
    expect(usersOf([dummy], mapped({ ...ci, rolearn: ofRole.toUpperCase() }))[1]).toBe("ci:me");
    const twice = { mapRoles: JSON.stringify([ci, { ...ci, username: "last" }]) };
    expect(usersOf([dummy], twice)[1]).toBe("last");
  });

  it("admits any other identity of an account in mapAccounts by its ARN", () => {
    const accounts = { mapAccounts: `- "${account}"\n` };
    expect(usersOf([dummy], accounts)).toEqual([administrator, ofRole, undefined]);
    expect(usersOf([dummy], { mapAccounts: '["210987654321"]' })[1]).toBeUndefined();
    expect(usersOf([dummy], { ...accounts, ...mapped(ci) })[1]).toBe("ci:me");
  });
});
