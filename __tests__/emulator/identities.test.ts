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
  it("is the dummy credentials', or of a role that was taken here", () => {
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

  it("is not learnt from a refusal", () => {
    expect(new Identities().learn(roleArn, "<Error><Code>AccessDenied</Code></Error>")).toBeUndefined();
  });

  it("is compared as its role without path", () => {
    const caller = identities().of("ASIAEXAMPLE");
    expect(caller && canonicalArn(caller)).toBe(`arn:aws:iam::${account}:role/pipeline`);
  });
});

describe("a cluster", () => {
  const mapRoles = (arn: string) => `- rolearn: ${arn}\n  username: ci\n  groups: [system:masters]\n`;

  function admitted(creators: readonly string[], mapped?: string) {
    const kubernetes = new EmulatedKubernetes(new ClusterStore());
    if (mapped !== undefined) {
      kubernetes.add({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "aws-auth", namespace: "kube-system" },
        data: { mapRoles: mapRoles(mapped), mapUsers: "[]" },
      });
    }
    const access = authenticator(identities(), kubernetes, () => creators);
    return ["loopback", "ASIAEXAMPLE", "AKIAIOSFODNN7EXAMPLE"].filter((key) => access.admits(key));
  }

  it("keeps nobody out before there is one, but strangers", () => {
    expect(admitted([])).toEqual(["loopback", "ASIAEXAMPLE"]);
  });

  it("lets in its creator, and whom aws-auth maps without the path of the role", () => {
    expect(admitted([dummy])).toEqual(["loopback"]);
    expect(admitted([dummy], `arn:aws:iam::${account}:role/pipeline`)).toEqual(["loopback", "ASIAEXAMPLE"]);
    expect(admitted([dummy], roleArn)).toEqual(["loopback"]);
    expect(admitted([roleArn])).toEqual(["ASIAEXAMPLE"]);
  });
});
