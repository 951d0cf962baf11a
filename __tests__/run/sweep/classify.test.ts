import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge, mentions } from "../../../src/run/sweep/classify";
import { proofsOf, type Proof } from "../../../src/run/sweep/ownership-rules";
import {
  sweepKinds,
  type SweepKind,
  type SweptCluster,
  type Thing,
} from "../../../src/run/sweep/leftover-resource";

const access = { region: "us-west-2", credentials: { accessKeyId: "loopback", secretAccessKey: "none" } };

function clusterOf(name: string, region = "us-west-2"): SweptCluster {
  return { name, region, vpcId: "vpc-1", oidcIssuer: `https://issuer.test/id/${name}`, access };
}

/** What fulfils a proof and nothing more. */
function thingOf(kind: SweepKind, proof: Proof): Thing {
  const thing = { kind, id: "id", name: "anything", tags: {}, vpcId: "vpc-1" };
  return proof.reduce<Thing>((made, condition) => {
    if ("named" in condition) return { ...made, name: condition.named };
    if ("begins" in condition) return { ...made, name: `${condition.begins[0] ?? ""}x` };
    if ("inVpc" in condition) return { ...made, vpcId: condition.inVpc };
    return { ...made, tags: { ...made.tags, [condition.tag]: condition.value ?? "any" } };
  }, thing);
}

/** Every kind with each of its proofs. */
function provenOf(cluster: SweptCluster): readonly { readonly proof: Proof; readonly thing: Thing }[] {
  return sweepKinds.flatMap((kind) =>
    proofsOf(cluster)[kind].map((proof) => ({ proof, thing: thingOf(kind, proof) })),
  );
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
const ending = fc.stringMatching(/^-?[a-z0-9]{1,4}$/);
/** One begins with the other, ends with it, or has nothing to do with it. */
const twoNames = fc
  .tuple(word, ending, word)
  .chain(([name, more, other]) =>
    fc.constantFrom(
      [name, `${name}${more}`],
      [`${name}${more}`, name],
      [name, `${other}-${name}`],
      [name, other],
    ),
  )
  .filter(([one, other]) => one !== other);

describe("a thing", () => {
  it("goes with its own cluster, and never with another, however alike their names", () => {
    fc.assert(
      fc.property(twoNames, ([name, other]) => {
        for (const { thing } of provenOf(clusterOf(name))) {
          expect(judge(thing, clusterOf(name))?.goes).toBe(true);
          expect(judge(thing, clusterOf(other))?.goes ?? false).toBe(false);
        }
      }),
    );
  });

  it("is kept when any one part of its proof is missing or says something else", () => {
    const cluster = clusterOf("ci");
    const goes = (thing: Thing) => judge(thing, cluster)?.goes ?? false;
    for (const { proof, thing } of provenOf(cluster)) {
      for (const condition of proof) {
        const rest = proof.filter((each) => each !== condition);
        const without = "inVpc" in condition ? { ...thing, vpcId: undefined } : thingOf(thing.kind, rest);
        expect({ without, goes: goes(without) }).toEqual({ without, goes: false });
        if (!("tag" in condition) || condition.value === undefined) continue;
        for (const value of ["shared", "", "ci-eu", "CI"]) {
          const changed = { ...thing, tags: { ...thing.tags, [condition.tag]: value } };
          expect({ changed, goes: goes(changed) }).toEqual({ changed, goes: false });
        }
      }
    }
  });

  it("is kept when another cluster claims it, too, when it is in another VPC, and while it is in use", () => {
    const cluster = clusterOf("ci");
    for (const { thing } of provenOf(cluster)) {
      const claimed = { ...thing, tags: { ...thing.tags, "kubernetes.io/cluster/ci-eu": "shared" } };
      expect(judge(claimed, cluster)).toMatchObject({ ours: false, why: "cluster ci-eu claims it, too" });
      expect(judge({ ...thing, vpcId: "vpc-2" }, cluster)?.goes ?? false).toBe(false);
      const used = judge({ ...thing, usedBy: ["i-1"] }, cluster);
      expect(used).toEqual({ ours: true, goes: false, why: "it is ours, but in use by i-1" });
    }
  });

  it("of a Region-wide name in IAM is kept when its Region is another", () => {
    const [here, there] = [clusterOf("ci"), { ...clusterOf("ci", "eu-west-1"), oidcIssuer: undefined }];
    const ofIam = provenOf(there).filter(({ thing: { kind } }) => /profile|OIDC/.test(kind));
    expect(ofIam.length).toBeGreaterThan(3);
    for (const { thing } of ofIam) expect(judge(thing, here)?.goes).toBe(false);
  });

  it("is named as kept only where it is near, and with what it lacks", () => {
    const instance = (tags: Record<string, string>, vpcId = "vpc-2") =>
      judge({ kind: "instance", id: "i-1", tags, vpcId }, clusterOf("ci"));
    expect(instance({})).toBeUndefined();
    expect(instance({ "kubernetes.io/cluster/prod": "owned" })).toBeUndefined();
    expect(instance({}, "vpc-1")?.why).toMatch(/^not proven to be ours: it has not tag karpenter/);
    expect(instance({ "kubernetes.io/cluster/ci-eu": "owned" })?.why).toBe("it is of cluster ci-eu");
    expect(instance({ "kubernetes.io/cluster/ci": "owned" })?.why).toBe(
      "not proven to be ours: it has not tag karpenter.sh/nodepool",
    );
  });
});

describe("proofs", () => {
  it.each([
    [{ "glrunner/cluster": "ci" }, true],
    [{ Blueprint: "ci", GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints" }, true],
    [{ Blueprint: "ci" }, false],
    [{ "glrunner/cluster": "ci-eu" }, false],
  ])("are the tags that either version set puts on things: %j, %s", (tags: Record<string, string>, goes) => {
    const queue: Thing = { kind: "queue", id: "url", name: "karpenter-ci", tags };
    expect(judge(queue, clusterOf("ci"))?.goes).toBe(goes);
  });

  it.each([
    ["Karpenter-ci-eu", true],
    ["/aws/eks/ci/cluster", true],
    ["ci_123", true],
    ["circus", false],
    ["my-cic", false],
  ])("take %s as near to ci: %s", (text, near) => {
    expect(mentions(text, "ci")).toBe(near);
  });
});
