import { describe, expect, it } from "vitest";
import { needsFlag, reviewStage } from "../../src/review";
import type { TerraformPlan } from "../../src/review";
import { clusterReplaced, plan, resource, secretsEverywhere } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));
const risksOf = (kind: string, ...resources: readonly object[]) =>
  reviewOf(...resources).risks.filter((risk) => risk.kind === kind);
const changesOf = (...resources: readonly object[]) =>
  reviewOf(...resources).modules.flatMap(({ changes }) => changes);

describe("the review of a stage", () => {
  it("counts each change once", () => {
    expect(review(clusterReplaced()).counts).toEqual({
      create: 1,
      update: 1,
      replace: 1,
      delete: 1,
      forget: 0,
      import: 0,
      read: 1,
      "no-op": 0,
    });
  });

  it("shows changes by module, with their reasons and their differences alone", () => {
    const { modules } = review(clusterReplaced());
    expect(modules.map(({ module, changes }) => [module, changes.length])).toEqual([
      ["module.eks", 4],
      ['module.eks.module.fargate_profile["pods-1"]', 1],
    ]);
    expect(modules[0]?.changes[0]).toEqual({
      address: "module.eks.aws_eks_cluster.this[0]",
      type: "aws_eks_cluster",
      action: "replace",
      reason: "vpc_config[0].subnet_ids cannot be changed in place",
      loses: "the cluster with all that runs in it, its certificate, its OIDC issuer and its endpoint",
      attributes: [
        {
          path: "arn",
          before: "arn:aws:eks:us-west-2:123456789012:cluster/glrunner",
          after: "(known after apply)",
          forcesReplacement: false,
        },
        { path: "version", before: "1.34", after: "1.35", forcesReplacement: false },
        {
          path: "vpc_config[0].public_access_cidrs",
          before: ["198.51.100.0/24"],
          after: ["0.0.0.0/0"],
          forcesReplacement: false,
        },
        {
          path: "vpc_config[0].subnet_ids",
          before: ["subnet-1", "subnet-2"],
          after: ["subnet-3", "subnet-4"],
          forcesReplacement: true,
        },
        {
          path: "tags.owner",
          before: "platform | ops",
          after: '<script>alert("x")</script>',
          forcesReplacement: false,
        },
      ],
    });
    expect(modules[1]?.changes[0]).toMatchObject({
      action: "delete",
      reason: "its module is no longer in the configuration",
    });
  });

  it("is plain data", () => {
    const result = review(clusterReplaced());
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("shows outputs that change, and what others have changed", () => {
    const { outputs, drift } = review(clusterReplaced());
    expect(outputs).toEqual([
      {
        path: "cluster_endpoint",
        before: "https://one",
        after: "(known after apply)",
        forcesReplacement: false,
      },
    ]);
    expect(drift).toMatchObject([
      { action: "update", attributes: [{ path: "tags.touched", before: null, after: "by hand" }] },
    ]);
  });

  it("says when a plan is not whole", () => {
    expect(review(plan({ more: { complete: false } })).state).toBe("incomplete");
    expect(review(plan({ more: { errored: true, complete: false } })).state).toBe("errored");
    expect(review(plan({})).state).toBe("complete");
  });

  it("tells what is taken over, moved, left behind and let go", () => {
    const same = { name: "a" };
    const shown = changesOf(
      resource("aws_vpc.taken", { before: same, after: same, importing: { id: "vpc-1" } }),
      resource("aws_vpc.taken_and_changed", {
        before: same,
        after: { name: "b" },
        importing: { id: "vpc-2" },
      }),
      resource("aws_vpc.moved", { before: same, after: same, movedFrom: "aws_vpc.old" }),
      resource("aws_vpc.same", { before: same, after: same }),
      resource("aws_vpc.behind", { before: same, deposed: "00000001" }),
      resource("aws_vpc.let_go", { actions: ["forget"], before: same }),
    );
    expect(shown).toMatchObject([
      { action: "import", importedFrom: "vpc-1" },
      { action: "update", importedFrom: "vpc-2" },
      { action: "no-op", movedFrom: "aws_vpc.old" },
      { action: "delete", deposed: "00000001" },
      { action: "forget" },
    ]);
  });

  it("refuses an action that it does not know, which might do harm", () => {
    expect(() => reviewOf(resource("aws_vpc.a", { actions: ["explode"], before: {} }))).toThrow(
      "this plan has an action that is not known: explode",
    );
  });

  it("looks into documents that are written in a string", () => {
    const policy = (action: string) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action }] });
    const [change] = changesOf(
      resource("aws_iam_policy.a", { before: { policy: policy("s3:a") }, after: { policy: policy("s3:b") } }),
    );
    expect(change?.attributes).toEqual([
      { path: "policy.Statement[0].Action", before: "s3:a", after: "s3:b", forcesReplacement: false },
    ]);
  });
});

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

  it("need a flag of their own where something is lost", () => {
    expect(needsFlag(review(clusterReplaced()))).toEqual([
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
    const flagged = needsFlag(
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
    const flagged = needsFlag(
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

describe("secrets that would be stored", () => {
  const secrets = {
    token: "glrt-0123456789abcdefghij",
    password: "hunter2",
    key: "AKIAIOSFODNN7EXAMPLE",
    data: "plain-text-in-state",
  };
  const result = review(secretsEverywhere(secrets));

  it("are told by their place", () => {
    expect(result.risks.filter(({ kind }) => kind === "secret")).toEqual([
      {
        kind: "secret",
        text: "holds what looks like a secret, in the open",
        places: [
          { address: "helm_release.runner", action: "update", path: "values[0].runnerToken" },
          { address: "helm_release.runner", action: "update", path: "set[0].value" },
          { address: "kubernetes_config_map_v1.settings", action: "create", path: 'data["config.toml"]' },
        ],
      },
      {
        kind: "secret",
        text: "stores a secret in state and plan files; use data_wo instead",
        places: [{ address: "kubernetes_secret_v1.plain", action: "create", path: "data" }],
      },
    ]);
  });

  it.each(Object.entries(secrets))("are shown nowhere: %s", (_, secret) => {
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it("leave the rest of a text to be read", () => {
    const values = result.modules[0]?.changes[0]?.attributes.find(({ path }) => path === "values[0]");
    expect(values?.after).toBe("concurrent: 20\nrunnerToken: (secret)\nrunners:\n  secret: runner-token\n");
  });

  it.each([
    ["a name of a secret", { values: ["runners:\n  secret: runner-token\n"] }],
    ["a reference", { values: ["runnerToken: env:RUNNER_TOKEN\npassword: ${var.password}\n"] }],
    ["a switch", { automount_service_account_token: "true", values: ["token: true\n"] }],
    ["an image by its digest", { image: "oci://registry.example.com/a@sha256:0123" }],
  ])("are not seen in %s", (_, after) => {
    const found = risksOf("secret", resource("helm_release.a", { after }));
    expect(found).toEqual([]);
    const [change] = changesOf(resource("helm_release.a", { after }));
    expect(change?.attributes.map(({ after: shown }) => shown)).toEqual(
      Object.values(after).flatMap((value) => value),
    );
  });

  it("are seen in outputs", () => {
    const outputs = { url: { actions: ["create"], before: null, after: "https://me:pass@example.com" } };
    const found = review(plan({ outputs }));
    expect(found.risks).toMatchObject([{ kind: "secret", places: [{ address: "output.url" }] }]);
    expect(JSON.stringify(found)).not.toContain("pass@");
  });
});

describe("cost", () => {
  const cluster = (version: string) => ({ version });

  it("adds up what is made and what goes", () => {
    const { cost, risks } = reviewOf(
      resource("aws_eks_cluster.a", { after: cluster("1.35") }),
      resource("aws_nat_gateway.a", { after: {} }),
      resource("aws_nat_gateway.b", { after: {} }),
      resource("aws_eip.a", { before: {} }),
    );
    expect(cost).toEqual({
      usdPerHour: 0.185,
      items: [
        { thing: "EKS cluster", count: 1, usdPerHour: 0.1 },
        { thing: "NAT gateway, without its traffic", count: 2, usdPerHour: 0.09 },
        { thing: "public IPv4 address", count: -1, usdPerHour: -0.005 },
      ],
      unknown: [],
    });
    expect(risks.find(({ kind }) => kind === "cost")?.text).toBe(
      "+$0.185 an hour, about +$135 a month (+1 EKS cluster; +2 NAT gateway, without its traffic; -1 public IPv4 address)",
    );
  });

  it("knows extended support on the day of the plan", () => {
    const { cost } = reviewOf(
      resource("aws_eks_cluster.a", { before: cluster("1.32"), after: cluster("1.35") }),
    );
    expect(cost.usdPerHour).toBe(-0.5);
  });

  it("does not change by a replacement, nor by what only is read or taken over", () => {
    const same = {};
    const { cost, risks } = reviewOf(
      resource("aws_nat_gateway.a", { actions: ["create", "delete"], before: { id: "a" }, after: {} }),
      resource("aws_nat_gateway.b", { before: same, after: same, importing: { id: "b" } }),
      resource("data.aws_eks_cluster.c", { mode: "data", actions: ["read"], after: cluster("1.35") }),
    );
    expect(cost).toEqual({ usdPerHour: 0, items: [], unknown: [] });
    expect(risks.filter(({ kind }) => kind === "cost")).toEqual([]);
  });

  it.each([
    ["eu-west-1", "NAT gateway, without its traffic"],
    ["${var.region}", "NAT gateway, without its traffic"],
  ])("is unknown in %s", (region, thing) => {
    const given = plan({ region, resources: [resource("aws_nat_gateway.a", { after: {} })] });
    expect(review(given).cost).toEqual({ usdPerHour: 0, items: [], unknown: [{ thing, count: 1 }] });
  });
});
