import { describe, expect, it } from "vitest";
import { changesNeedingAllowLoss, reviewStage } from "../../src/review/review";
import type { TerraformPlan } from "../../src/clients/terraform/plan-json";
import { dataLossByType } from "../../src/review/tables/data-loss-table";
import { clusterReplaced, plan, resource } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));
const risksOf = (kind: string, ...resources: readonly object[]) =>
  reviewOf(...resources).risks.filter((risk) => risk.kind === kind);

describe("risks", () => {
  it("are ordered by severity", () => {
    const { risks } = review(clusterReplaced());
    expect(risks.map(({ kind }) => kind)).toEqual(["loss", "loss", "exposure", "exposure"]);
    const all = reviewOf(
      resource("aws_route.a", { before: { id: "r" } }),
      resource("aws_nat_gateway.a", { after: {} }),
      resource("kubernetes_secret.a", { after: { data: { a: "b" } }, afterSensitive: { data: true } }),
      resource("aws_security_group.a", { after: { ingress: [{ cidr_blocks: ["0.0.0.0/0"] }] } }),
      resource("aws_vpc.a", { before: { id: "v" } }),
    );
    expect(all.risks.map(({ kind }) => kind)).toEqual(["loss", "exposure", "secret", "cost", "other"]);
  });

  it.each(["glrunner/cluster", "Blueprint"])("start with resources of another cluster, by tag %s", (tag) => {
    const taken = (action: object) =>
      reviewOf(
        resource("aws_vpc.b", { before: { id: "v" } }),
        resource("aws_vpc.a", {
          before: { id: "v", tags: { [tag]: "alpha" } },
          after: { id: "v", tags: { [tag]: "beta" } },
          ...action,
        }),
      );
    for (const actions of [["update"], ["delete", "create"]]) {
      const { risks } = taken({ actions });
      expect(risks[0]).toMatchObject({ kind: "ownership", places: [{ address: "aws_vpc.a" }] });
      expect(risks[0]?.text).toMatch(/alpha.*beta/);
      expect(changesNeedingAllowLoss(taken({ actions }))[0]).toMatchObject({ address: "aws_vpc.a" });
    }
  });

  it("include no owner change if the owner stays, is added or is removed", () => {
    const tags = (owner = "") => ({
      id: "v",
      tags: { "glrunner/cluster": owner },
    });
    const update = { actions: ["update"] };
    expect(
      risksOf(
        "ownership",
        resource("aws_vpc.a", { before: tags("alpha"), after: tags("alpha"), ...update }),
        resource("aws_vpc.b", { before: tags(), after: tags("alpha"), ...update }),
        resource("aws_vpc.c", { before: tags("alpha"), after: tags(), ...update }),
      ),
    ).toEqual([]);
  });

  it("need --allow-loss when data or an identity is lost", () => {
    expect(changesNeedingAllowLoss(review(clusterReplaced()))).toEqual([
      {
        address: "module.eks.aws_eks_cluster.this[0]",
        action: "replace",
        loses: dataLossByType.get("aws_eks_cluster"),
      },
      {
        address: 'module.eks.module.fargate_profile["pods-1"].aws_iam_role.this[0]',
        action: "delete",
        loses: dataLossByType.get("aws_iam_role"),
      },
    ]);
  });

  it("do not need --allow-loss for a resource that is created, updated, forgotten or holds no data", () => {
    const before = { id: "a" };
    const flagged = changesNeedingAllowLoss(
      reviewOf(
        resource("aws_vpc.new", { after: before }),
        resource("aws_vpc.changed", { before, after: { id: "b" } }),
        resource("aws_vpc.let_go", { actions: ["forget"], before }),
        resource("aws_route.gone", { before }),
        resource("data.aws_vpc.read", { mode: "data", actions: ["read"], after: before }),
      ),
    );
    expect(flagged).toEqual([]);
  });

  it("include the data loss of a manifest, by its kind", () => {
    const manifest = (kind: string) => ({ before: { yaml_body: `apiVersion: v1\nkind: ${kind}\n` } });
    const flagged = changesNeedingAllowLoss(
      reviewOf(
        resource("kubectl_manifest.pool", manifest("NodePool")),
        resource("kubectl_manifest.limits", manifest("LimitRange")),
        resource("kubernetes_manifest.a", { before: { manifest: { kind: "Namespace" } } }),
      ),
    );
    expect(flagged.map(({ address }) => address)).toEqual(["kubectl_manifest.pool", "kubernetes_manifest.a"]);
  });

  const endpoint = (cidrs: readonly string[] | null, isPublic = true) => ({
    vpc_config: [{ endpoint_public_access: isPublic, public_access_cidrs: cidrs }],
  });
  const policy = (statement: object) => ({ policy: JSON.stringify({ Statement: [statement] }) });
  const trust = (principal: unknown, more: object = {}) => ({
    assume_role_policy: JSON.stringify({
      Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: principal, ...more },
    }),
  });
  const allow = { Effect: "Allow" };

  it.each<[string, object, string, string]>([
    [
      "an endpoint that is open to all networks",
      resource("aws_eks_cluster.a", { after: endpoint(["0.0.0.0/0"]) }),
      "vpc_config[0].public_access_cidrs",
      "0.0.0.0/0",
    ],
    [
      "a public endpoint without a list of networks",
      resource("aws_eks_cluster.a", {
        after: endpoint(null),
        unknown: { vpc_config: [{ public_access_cidrs: true }] },
      }),
      "vpc_config[0].public_access_cidrs",
      "0.0.0.0/0",
    ],
    [
      "an open security group",
      resource("aws_security_group.a", {
        after: {
          ingress: [{ from_port: 22, to_port: 25, protocol: "tcp", ipv6_cidr_blocks: ["::/0"] }],
        },
      }),
      "ingress[0]",
      "22 to 25",
    ],
    [
      "an open security group rule",
      resource("aws_vpc_security_group_ingress_rule.a", {
        after: { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
      }),
      "cidr_ipv4",
      "every port",
    ],
    [
      "every action",
      resource("aws_iam_policy.a", { after: policy({ ...allow, Action: "*", Resource: "*" }) }),
      "policy",
      ": *",
    ],
    [
      "every action of a service",
      resource("aws_iam_role.a", {
        after: {
          inline_policy: [
            { name: "x", ...policy({ ...allow, Action: ["ec2:*", "s3:GetObject"], Resource: "arn:x" }) },
          ],
        },
      }),
      "inline_policy[0].policy",
      ": ec2:*",
    ],
    [
      "all actions except a few",
      resource("aws_iam_policy.a", { after: policy({ ...allow, NotAction: "iam:*", Resource: "*" }) }),
      "policy",
      "except",
    ],
    [
      "every resource",
      resource("aws_iam_policy.a", {
        after: policy({
          ...allow,
          Action: ["ec2:DescribeInstances", "secretsmanager:GetSecretValue"],
          Resource: "*",
          Condition: {},
        }),
      }),
      "policy",
      ": secretsmanager:GetSecretValue, limited by a condition",
    ],
    [
      "a trust policy for anyone",
      resource("aws_iam_role.a", { after: trust({ AWS: "*" }) }),
      "assume_role_policy",
      "sts:AssumeRole",
    ],
    [
      "an administrator policy",
      resource("aws_iam_role_policy_attachment.a", {
        after: { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      }),
      "policy_arn",
      "AdministratorAccess",
    ],
    [
      "a mapping to system:masters",
      resource("kubernetes_config_map_v1_data.aws_auth", {
        after: { data: { mapRoles: "- rolearn: arn:x\n  groups:\n    - system:masters\n" } },
      }),
      "data.mapRoles",
      "system:masters",
    ],
    [
      "a binding to cluster-admin",
      resource("kubernetes_cluster_role_binding_v1.a", { after: { role_ref: [{ name: "cluster-admin" }] } }),
      "role_ref[0].name",
      "cluster-admin",
    ],
  ])("include %s", (_, change, path, subject) => {
    const found = risksOf("exposure", change);
    expect(found).toMatchObject([{ places: [{ path }] }]);
    expect(found[0]?.text).toContain(subject);
  });

  it.each<[string, object]>([
    [
      "an endpoint for listed networks",
      resource("aws_eks_cluster.a", { after: endpoint(["198.51.100.0/24"]) }),
    ],
    ["a private endpoint", resource("aws_eks_cluster.a", { after: endpoint(["0.0.0.0/0"], false) })],
    [
      "an endpoint that was already open",
      resource("aws_eks_cluster.a", {
        before: { ...endpoint(["0.0.0.0/0"]), version: "1.34" },
        after: { ...endpoint(["0.0.0.0/0"]), version: "1.35" },
      }),
    ],
    ["a deleted open endpoint", resource("aws_eks_cluster.a", { before: endpoint(["0.0.0.0/0"]) })],
    [
      "an egress rule",
      resource("aws_security_group_rule.a", { after: { type: "egress", cidr_blocks: ["0.0.0.0/0"] } }),
    ],
    [
      "actions that only read metadata",
      resource("aws_iam_policy.a", {
        after: policy({
          ...allow,
          Action: ["ec2:Describe*", "ecr:GetAuthorizationToken"],
          Resource: "*",
        }),
      }),
    ],
    [
      "a deny statement",
      resource("aws_iam_policy.a", { after: policy({ Effect: "Deny", Action: "*", Resource: "*" }) }),
    ],
    [
      "the policy of a KMS key",
      resource("aws_kms_key.a", {
        after: policy({
          ...allow,
          Action: "kms:*",
          Resource: "*",
          Principal: { AWS: "arn:aws:iam::1:root" },
        }),
      }),
    ],
    [
      "a trust policy for a service",
      resource("aws_iam_role.a", { after: trust({ Service: "eks.amazonaws.com" }) }),
    ],
    [
      "a narrow managed policy",
      resource("aws_iam_role_policy_attachment.a", {
        after: { policy_arn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
      }),
    ],
  ])("do not include %s", (_, change) => {
    expect(risksOf("exposure", change)).toEqual([]);
  });

  it("include policies that are unknown before apply", () => {
    const unknown = resource("aws_iam_policy.a", { after: { name: "a" }, unknown: { policy: true } });
    expect(risksOf("other", unknown)).toMatchObject([{ places: [{ path: "policy" }] }]);
  });
});
