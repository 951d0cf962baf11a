import { describe, expect, it } from "vitest";
import { changesNeedingAllowLoss, reviewStage, type TerraformPlan } from "../../src/review";
import { clusterReplaced, plan, resource } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));
const risksOf = (kind: string, ...resources: readonly object[]) =>
  reviewOf(...resources).risks.filter((risk) => risk.kind === kind);

describe("risks", () => {
  it("come in the order of their rank", () => {
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

  it.each(["glrunner/cluster", "Blueprint"])("begin with resources of another cluster: tag %s", (tag) => {
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

  it("are none of another cluster where the owner stays, or there was none", () => {
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

  it("need a flag of their own where something is lost", () => {
    expect(changesNeedingAllowLoss(review(clusterReplaced()))).toEqual([
      {
        address: "module.eks.aws_eks_cluster.this[0]",
        action: "replace",
        loses: "the cluster with all that runs in it, its certificate, its OIDC issuer and its endpoint",
      },
      {
        address: 'module.eks.module.fargate_profile["pods-1"].aws_iam_role.this[0]',
        action: "delete",
        loses:
          "the role with its trust and policies, for all that act by it; a new one of the same name is another one",
      },
    ]);
  });

  it("need none for what is made anew, changed in place, let go, or holds nothing", () => {
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

  it("know what a manifest holds by its kind", () => {
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

  it.each<[string, object, string]>([
    [
      "an endpoint open to all",
      resource("aws_eks_cluster.a", { after: endpoint(["0.0.0.0/0"]) }),
      "the Kubernetes API answers the whole internet (0.0.0.0/0); who may use it is IAM's to say",
    ],
    [
      "an endpoint that names nobody",
      resource("aws_eks_cluster.a", {
        after: endpoint(null),
        unknown: { vpc_config: [{ public_access_cidrs: true }] },
      }),
      "the Kubernetes API answers the whole internet (0.0.0.0/0); who may use it is IAM's to say",
    ],
    [
      "a security group",
      resource("aws_security_group.a", {
        after: {
          ingress: [{ from_port: 22, to_port: 25, protocol: "tcp", ipv6_cidr_blocks: ["::/0"] }],
        },
      }),
      "lets the whole internet in, on ports 22 to 25",
    ],
    [
      "a rule of one",
      resource("aws_vpc_security_group_ingress_rule.a", {
        after: { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
      }),
      "lets the whole internet in, on every port",
    ],
    [
      "every action",
      resource("aws_iam_policy.a", { after: policy({ ...allow, Action: "*", Resource: "*" }) }),
      "allows every action of a kind: *",
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
      "allows every action of a kind: ec2:*",
    ],
    [
      "all but a few actions",
      resource("aws_iam_policy.a", { after: policy({ ...allow, NotAction: "iam:*", Resource: "*" }) }),
      "allows every action of a kind: all but a few",
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
      "allows on every resource: secretsmanager:GetSecretValue, limited by a condition",
    ],
    [
      "trust in everybody",
      resource("aws_iam_role.a", { after: trust({ AWS: "*" }) }),
      "anybody may sts:AssumeRole",
    ],
    [
      "an administrator",
      resource("aws_iam_role_policy_attachment.a", {
        after: { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      }),
      "may do everything in the account (AdministratorAccess)",
    ],
    [
      "a master of the cluster",
      resource("kubernetes_config_map_v1_data.aws_auth", {
        after: { data: { mapRoles: "- rolearn: arn:x\n  groups:\n    - system:masters\n" } },
      }),
      "somebody may do everything in the cluster (system:masters)",
    ],
    [
      "a binding to cluster-admin",
      resource("kubernetes_cluster_role_binding_v1.a", { after: { role_ref: [{ name: "cluster-admin" }] } }),
      "may do everything in the cluster (cluster-admin)",
    ],
  ])("see %s", (_, change, text) => {
    expect(risksOf("exposure", change)).toMatchObject([{ text }]);
  });

  it.each<[string, object]>([
    ["an endpoint for some", resource("aws_eks_cluster.a", { after: endpoint(["198.51.100.0/24"]) })],
    ["a private endpoint", resource("aws_eks_cluster.a", { after: endpoint(["0.0.0.0/0"], false) })],
    [
      "an endpoint that was as open before",
      resource("aws_eks_cluster.a", {
        before: { ...endpoint(["0.0.0.0/0"]), version: "1.34" },
        after: { ...endpoint(["0.0.0.0/0"]), version: "1.35" },
      }),
    ],
    ["an opening that goes", resource("aws_eks_cluster.a", { before: endpoint(["0.0.0.0/0"]) })],
    [
      "a rule of traffic that leaves",
      resource("aws_security_group_rule.a", { after: { type: "egress", cidr_blocks: ["0.0.0.0/0"] } }),
    ],
    [
      "what may only be looked at",
      resource("aws_iam_policy.a", {
        after: policy({
          ...allow,
          Action: ["ec2:Describe*", "ecr:GetAuthorizationToken"],
          Resource: "*",
        }),
      }),
    ],
    [
      "what is denied",
      resource("aws_iam_policy.a", { after: policy({ Effect: "Deny", Action: "*", Resource: "*" }) }),
    ],
    [
      "a key's own policy",
      resource("aws_kms_key.a", {
        after: policy({
          ...allow,
          Action: "kms:*",
          Resource: "*",
          Principal: { AWS: "arn:aws:iam::1:root" },
        }),
      }),
    ],
    ["trust in a service", resource("aws_iam_role.a", { after: trust({ Service: "eks.amazonaws.com" }) })],
    [
      "a narrow managed policy",
      resource("aws_iam_role_policy_attachment.a", {
        after: { policy_arn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
      }),
    ],
  ])("leave alone %s", (_, change) => {
    expect(risksOf("exposure", change)).toEqual([]);
  });

  it("say what could not be searched", () => {
    const unknown = resource("aws_iam_policy.a", { after: { name: "a" }, unknown: { policy: true } });
    expect(risksOf("other", unknown)).toMatchObject([
      {
        text: "is known only after apply: it was not searched for what it allows",
        places: [{ path: "policy" }],
      },
    ]);
  });
});
