import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentions } from "../../../src/config/resource-names";
import { classify } from "../../../src/run/sweep/classify";
import { sweepKinds } from "../../../src/run/sweep/kinds";
import type { SweepKind } from "../../../src/run/sweep/kinds/kind";
import type { LeftoverResource, SweptCluster } from "../../../src/run/sweep/leftover-resource";
import type { OwnershipRule } from "../../../src/run/sweep/ownership-rules";

const access = { region: "us-west-2", credentials: { accessKeyId: "loopback", secretAccessKey: "none" } };

function clusterOf(name: string, region = "us-west-2"): SweptCluster {
  return { name, region, vpcId: "vpc-1", oidcIssuer: `https://issuer.test/id/${name}`, access };
}

/** As Terraform completes a prefix. */
const suffix = "20261124140955010000000001";

const kindNamed = (name: string): SweepKind => {
  const kind = sweepKinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
};

/** A resource that meets all conditions of a rule and no others. */
function resourceWith(rule: OwnershipRule): LeftoverResource {
  const plain = { id: "id", name: "anything", tags: {}, vpcId: "vpc-1" };
  return rule.reduce<LeftoverResource>((made, condition) => {
    if ("named" in condition) return { ...made, name: condition.named };
    if ("generatedFrom" in condition)
      return { ...made, name: `${condition.generatedFrom[0] ?? ""}${suffix}` };
    if ("issuerOf" in condition) return { ...made, name: `${condition.issuerOf}.amazonaws.com/id/0A1B` };
    if ("inVpc" in condition) return { ...made, vpcId: condition.inVpc };
    return { ...made, tags: { ...made.tags, [condition.tag]: condition.value ?? "any" } };
  }, plain);
}

interface OwnedCase {
  readonly kind: SweepKind;
  readonly rule: OwnershipRule;
  readonly resource: LeftoverResource;
}

/** Every kind with each of its rules, and a resource that meets it. */
const ownedBy = (cluster: SweptCluster): readonly OwnedCase[] =>
  sweepKinds.flatMap((kind) =>
    kind.ownershipRules(cluster).map((rule) => ({ kind, rule, resource: resourceWith(rule) })),
  );

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

describe("a resource", () => {
  it("is deleted with its own cluster, and never with another one, however similar their names", () => {
    fc.assert(
      fc.property(twoNames, ([name, other]) => {
        for (const { kind, resource } of ownedBy(clusterOf(name))) {
          expect(classify(kind, resource, clusterOf(name))?.deletable).toBe(true);
          expect(classify(kind, resource, clusterOf(other))?.deletable ?? false).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is kept if any condition of its rule is missing or has another value", () => {
    const cluster = clusterOf("ci");
    for (const { kind, rule, resource } of ownedBy(cluster)) {
      const isDeletable = (each: LeftoverResource) => classify(kind, each, cluster)?.deletable ?? false;
      for (const condition of rule) {
        const rest = rule.filter((each) => each !== condition);
        const without = "inVpc" in condition ? { ...resource, vpcId: undefined } : resourceWith(rest);
        expect({ without, deletable: isDeletable(without) }).toEqual({ without, deletable: false });
        if (!("tag" in condition) || condition.value === undefined) continue;
        for (const value of ["shared", "", "ci-eu", "CI"]) {
          const changed = { ...resource, tags: { ...resource.tags, [condition.tag]: value } };
          expect({ changed, deletable: isDeletable(changed) }).toEqual({ changed, deletable: false });
        }
      }
    }
  });

  it("is kept if its tags also name another cluster, if it is in another VPC, and while it is in use", () => {
    const cluster = clusterOf("ci");
    for (const { kind, resource } of ownedBy(cluster)) {
      const claimed = { ...resource, tags: { ...resource.tags, "kubernetes.io/cluster/ci-eu": "shared" } };
      expect(classify(kind, claimed, cluster)).toMatchObject({ owned: false, deletable: false });
      expect(classify(kind, claimed, cluster)?.why).toContain("ci-eu");
      expect(classify(kind, { ...resource, vpcId: "vpc-2" }, cluster)?.deletable ?? false).toBe(false);
      const used = classify(kind, { ...resource, usedBy: ["i-1"] }, cluster);
      expect(used).toMatchObject({ owned: true, deletable: false });
      expect(used?.why).toContain("i-1");
    }
  });

  it("in IAM is kept if its tags name another Region", () => {
    const [here, there] = [clusterOf("ci"), { ...clusterOf("ci", "eu-west-1"), oidcIssuer: undefined }];
    const ofIam = ownedBy(there).filter(({ kind }) => /profile|OIDC/.test(kind.name));
    expect(ofIam.length).toBeGreaterThan(3);
    for (const { kind, resource } of ofIam) expect(classify(kind, resource, here)?.deletable).toBe(false);
  });

  it("is reported as kept only if it is similar, with the condition that it does not meet", () => {
    const instance = (tags: Record<string, string>, vpcId = "vpc-2") =>
      classify(kindNamed("instance"), { id: "i-1", tags, vpcId }, clusterOf("ci"));
    expect(instance({})).toBeUndefined();
    expect(instance({ "kubernetes.io/cluster/prod": "owned" })).toBeUndefined();
    expect(instance({}, "vpc-1")?.why).toMatch(/missing: tag karpenter/);
    expect(instance({ "kubernetes.io/cluster/ci-eu": "owned" })?.why).toContain("cluster ci-eu");
    expect(instance({ "kubernetes.io/cluster/ci": "owned" })?.why).toMatch(
      /missing: tag karpenter.sh\/nodepool$/,
    );
  });
});

const generated = (prefix: string) => `${prefix}${suffix}`;
const ofOther = { "glrunner/cluster": "ci-eu" };
const ofCi = { "glrunner/cluster": "ci" };
const nodeClass = { "karpenter.k8s.aws/ec2nodeclass": "glrunner" };

/** Name and tags of resources that belong to another cluster or to the user, next to each kind. */
const lookAlikes: Readonly<Record<string, readonly (readonly [string, Record<string, string>])[]>> = {
  instance: [
    ["ci-bastion", { Name: "ci", "karpenter.sh/nodepool": "spot" }],
    ["ci-eu-1", { "karpenter.sh/nodepool": "spot", "kubernetes.io/cluster/ci-eu": "owned" }],
  ],
  "classic load balancer": [
    ["ci", {}],
    ["ci-eu", { "kubernetes.io/cluster/ci-eu": "owned" }],
  ],
  "load balancer": [
    ["k8s-ci", { "elbv2.k8s.aws/cluster": "ci-eu" }],
    ["ci", { Name: "ci" }],
  ],
  "target group": [
    ["k8s-ci", { "elbv2.k8s.aws/cluster": "ci-eu" }],
    ["ci", {}],
  ],
  "network interface": [
    ["aws-K-i-0a1b", { "cluster.k8s.amazonaws.com/name": "ci-eu" }],
    ["ci", { "eks:eni:owner": "amazon-vpc-cni" }],
  ],
  "security group": [
    ["eks-cluster-sg-ci-1", {}],
    ["eks-cluster-sg-ci-eu-1", { "aws:eks:cluster-name": "ci-eu" }],
  ],
  "launch template": [
    ["Karpenter-ci-1", {}],
    ["Karpenter-ci-eu-1", { "karpenter.k8s.aws/cluster": "ci-eu" }],
  ],
  "instance profile": [
    ["ci_1", {}],
    ["ci-eu_1", { ...nodeClass, "topology.kubernetes.io/region": "us-west-2" }],
  ],
  queue: [
    ["karpenter-ci", {}],
    ["karpenter-ci-eu", ofOther],
    ["karpenter-ci-mine", ofCi],
  ],
  "event rule": [
    ["HealthEvent-mine", { ClusterName: "ci", ...ofCi }],
    [generated("HealthEvent-"), {}],
    [generated("HealthEvent-"), { ClusterName: "ci" }],
    [generated("HealthEvent-ci-"), { ClusterName: "ci", ...ofCi }],
    [generated("HealthEvent-"), { ClusterName: "ci-eu", ...ofOther }],
  ],
  "OIDC provider": [
    ["oidc.eks.us-west-2.amazonaws.com/id/0A1B", {}],
    ["oidc.eks.us-west-2.amazonaws.com/id/0A1B", { Name: "ci-eu-eks-irsa", ...ofOther }],
    ["oidc.eks.us-west-2.amazonaws.com.mine.test/id/0A1B", { Name: "ci-eks-irsa", ...ofCi }],
    ["oidc.eks.us-west-2.amazonaws.com/id/0A1B/mine", { Name: "ci-eks-irsa", ...ofCi }],
  ],
  "log group": [
    ["/glrunner/ci/mine", {}],
    ["/glrunner/ci/mine", { Owner: "me" }],
    ["/glrunner/ci/fargate-copy", {}],
    ["/glrunner/ci-eu/fargate", ofOther],
    ["/aws/eks/ci/cluster-copy", {}],
    ["/aws/eks/ci/mine", {}],
  ],
};

describe("a look-alike of another cluster or of the user", () => {
  it("is listed here for every kind", () => {
    expect(Object.keys(lookAlikes)).toEqual(sweepKinds.map(({ name }) => name));
  });

  const cases = Object.entries(lookAlikes).flatMap(([kind, resources]) =>
    resources.map(([name, tags]) => ({ kind, id: `id of ${name}`, name, tags })),
  );
  it.each(cases)("is kept: $kind $name $tags", ({ kind, ...resource }) => {
    // In the same Region and without a VPC, which could distinguish them.
    const cluster = { name: "ci", region: "us-west-2", access };
    expect(classify(kindNamed(kind), resource, cluster)?.deletable ?? false).toBe(false);
  });
});

describe("ownership rules", () => {
  it.each([
    [{ "glrunner/cluster": "ci" }, true],
    [{ Blueprint: "ci", GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints" }, true],
    [{ Blueprint: "ci" }, false],
    [{ "glrunner/cluster": "ci-eu" }, false],
  ])("accept the owner tags of either version set: %j, %s", (tags: Record<string, string>, goes) => {
    const queue = { id: "url", name: "karpenter-ci", tags };
    expect(classify(kindNamed("queue"), queue, clusterOf("ci"))?.deletable).toBe(goes);
  });

  it.each([
    ["Karpenter-ci-eu", true],
    ["/aws/eks/ci/cluster", true],
    ["ci_123", true],
    ["circus", false],
    ["my-cic", false],
  ])("find the name ci as a word in %s: %s", (text, near) => {
    expect(mentions(text, "ci")).toBe(near);
  });
});
