import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployerPolicies } from "../../../src/check/policy";
import { areas, policyLimits } from "../../../src/check/policy/actions";
import {
  actionOf,
  actionsOutsideOwnPolicies,
  actionsOutsidePolicies,
  rememberDeployer,
} from "../../support/allowed-calls";
import { configOf } from "../../support/synth";
import recorded from "./calls-of-the-pinned-modules.json";

const token = { name: "fargate", token: "env:TF_VAR_token" };
const small = configOf({
  name: "ci",
  region: "eu-central-1",
  addons: { karpenter: { enabled: false } },
  runners: [token],
});

/** Every option that needs a permission of its own, with the longest names. */
const everything = configOf({
  name: "abcdefghijklmnopqrstuvwxyz1",
  region: "ap-southeast-3",
  cluster: { managers: "nodes", nodes: { instanceTypes: ["m6a.2xlarge"] } },
  runners: [
    {
      ...{ name: "ssm", token: "ssm:/runners/first" },
      cache: { bucket: `${"c".repeat(62)}1`, create: true, deleteObjects: true },
    },
    { name: "secret", token: "secretsmanager:runners/second" },
  ],
  state: { backend: "s3", bucket: "b".repeat(63), prefix: "p".repeat(60), kmsKeyId: "alias/state" },
});
const tutorial = configOf({ name: "glrunner", region: "us-west-2", versions: { set: "tutorial" } });

const existing = configOf({
  name: "ci",
  region: "eu-central-1",
  network: {
    existing: { vpcId: "vpc-0a1b2c3d", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] },
  },
  runners: [token],
});

const watched = configOf({
  ...{ name: "abcdefghijklmnopqrstuvwxyz1", region: "ap-southeast-3", runners: [token] },
  addons: { alarms: { enabled: true } },
});

const statementsOf = (config: typeof small) =>
  Object.values(deployerPolicies(config)).flatMap(({ Statement }) => Statement);
const statementsWith = (config: typeof small, action: string) =>
  statementsOf(config).filter(({ Action }) => Action.includes(action));

/** Whether the pattern matches all resources of a service or of a type. */
const isWide = (resource: string) =>
  resource === "*" || /:(\*|[a-z-]+\/\*)$/.test(resource.split("log-group:")[0] ?? "");
/** Whether a condition limits the statement to the cluster's tags, the state's key, or a resource that the same call creates. */
const isLimited = ({ Condition = {} }: ReturnType<typeof statementsOf>[number]) =>
  Object.values(Condition)
    .flatMap((keys) => Object.keys(keys))
    .some((key) => /^aws:ResourceTag\/|^kms:ResourceAliases$|^ec2:CreateAction$/.test(key));

describe("the policies of a deployer", () => {
  it.each([
    ["small", small],
    ["everything", everything],
    ["tutorial", tutorial],
    ["watched", watched],
  ])("of %s are small enough for managed policies, and few enough for one role", (_, config) => {
    const policies = Object.values(deployerPolicies(config));
    expect(policies.length).toBeLessThanOrEqual(policyLimits.perRole);
    for (const policy of policies) {
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(policyLimits.characters);
      const names = policy.Statement.map(({ Sid }) => Sid);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]+$/);
    }
  });

  it("name the cluster in every ARN that can contain its name", () => {
    const only = (action: string) => statementsWith(small, action).map(({ Resource }) => Resource);
    expect(only("eks:DeleteCluster")).toEqual([
      [
        "arn:aws:eks:eu-central-1:ACCOUNT_ID:cluster/ci",
        "arn:aws:eks:eu-central-1:ACCOUNT_ID:fargateprofile/ci/*",
        "arn:aws:eks:eu-central-1:ACCOUNT_ID:addon/ci/*",
        "arn:aws:eks:eu-central-1:ACCOUNT_ID:nodegroup/ci/*",
      ],
    ]);
    expect(only("iam:DeleteRole")).toEqual([
      ["arn:aws:iam::ACCOUNT_ID:role/ci-*", "arn:aws:iam::ACCOUNT_ID:role/pods-ci-1-*"],
    ]);
    expect(only("sqs:DeleteQueue")).toEqual([
      [
        "arn:aws:sqs:eu-central-1:ACCOUNT_ID:karpenter-ci",
        "arn:aws:sqs:eu-central-1:ACCOUNT_ID:Karpenter-ci",
      ],
    ]);
    expect(only("logs:DeleteLogGroup")[0]).toContain(
      "arn:aws:logs:eu-central-1:ACCOUNT_ID:log-group:/aws/eks/ci/cluster",
    );
  });

  it("pass roles only to the services that use them, and delete only resources with the cluster's tags", () => {
    expect(statementsWith(small, "iam:PassRole").map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          "iam:PassedToService": ["ec2.amazonaws.com", "eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"],
        },
      },
    ]);
    for (const action of ["ec2:DeleteVpc", "ec2:DeleteSubnet", "kms:ScheduleKeyDeletion"]) {
      expect(statementsWith(small, action).map(({ Condition }) => Condition)).toEqual([
        { StringEquals: { "aws:ResourceTag/glrunner/cluster": "ci" } },
      ]);
    }
    const terminates = statementsWith(small, "ec2:TerminateInstances");
    expect(terminates.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/ci": "owned" } },
      { StringEquals: { "aws:ResourceTag/eks:eks-cluster-name": "ci" } },
      { StringEquals: { "aws:ResourceTag/karpenter.k8s.aws/cluster": "ci" } },
    ]);
  });

  it("allow changes outside the cluster only with actions that docs/security.md names", () => {
    const changing = [small, everything, tutorial, watched].flatMap((config) =>
      statementsOf(config)
        .filter((statement) => statement.Resource.some(isWide) && !isLimited(statement))
        .flatMap(({ Action }) => Action.filter((action) => !/:(Describe|List|Get)/.test(action))),
    );
    const reaching = [...new Set(changing)].sort();
    expect(reaching).toEqual([
      "ec2:AllocateAddress",
      "ec2:AssociateRouteTable",
      "ec2:AttachInternetGateway",
      "ec2:CreateInternetGateway",
      "ec2:CreateLaunchTemplate",
      "ec2:CreateNatGateway",
      "ec2:CreateNetworkAclEntry",
      "ec2:CreateRoute",
      "ec2:CreateRouteTable",
      "ec2:CreateSubnet",
      "ec2:CreateTags",
      "ec2:CreateVpc",
      "ec2:DeleteNetworkAclEntry",
      "ec2:DeleteTags",
      "ec2:DisassociateAddress",
      "ec2:ModifyVpcAttribute",
      "ec2:RunInstances",
      "kms:CreateKey",
      "kms:TagResource",
    ]);
    const page = readFileSync("docs/security.md", "utf8");
    expect(reaching.filter((action) => !page.includes(`\`${action.split(":")[1] ?? ""}\``))).toEqual([]);
    for (const { Action } of statementsOf(everything)) {
      expect(Action.filter((action) => action.includes("*"))).toEqual([]);
    }
  });

  it("allow tags only on types that AWS creates without tags, in an existing network only on security groups", () => {
    const open = (config: typeof small) =>
      statementsWith(config, "ec2:CreateTags")
        .filter((statement) => !isLimited(statement))
        .map(({ Resource }) => Resource);
    const all = (region: string, types: readonly string[]) =>
      types.map((type) => `arn:aws:ec2:${region}:ACCOUNT_ID:${type}/*`);
    const untagged = ["network-acl", "route-table", "security-group"];
    expect(open(small)).toEqual([all("eu-central-1", untagged)]);
    expect(open(everything)).toEqual([all("ap-southeast-3", untagged)]);
    expect(open(existing)).toEqual([all("eu-central-1", ["security-group"])]);
  });

  it("limit alarms and dashboards to the cluster's name", () => {
    const name = "abcdefghijklmnopqrstuvwxyz1";
    const only = (action: string) => statementsWith(watched, action).flatMap(({ Resource }) => Resource);
    expect(only("cloudwatch:PutMetricAlarm")).toEqual([
      `arn:aws:cloudwatch:ap-southeast-3:ACCOUNT_ID:alarm:${name}-*`,
    ]);
    expect(only("cloudwatch:PutDashboard")).toEqual([
      `arn:aws:cloudwatch::ACCOUNT_ID:dashboard/glrunner-${name}`,
    ]);
    const group = `arn:aws:logs:ap-southeast-3:ACCOUNT_ID:log-group:/glrunner/${name}/fargate`;
    expect(only("logs:PutMetricFilter")).toEqual([group, `${group}:*`]);
  });

  it("allow to describe versions of launch templates on every resource, as IAM requires", () => {
    const looks = statementsWith(everything, "ec2:DescribeLaunchTemplateVersions");
    expect(looks.map(({ Resource }) => Resource)).toEqual([["*"]]);
  });

  const asked = { ...small.cluster.placement, asked: "auto" } as const;
  const undecided = { ...small, cluster: { ...small.cluster, placement: asked } };

  it("allow an action only for the configuration that needs it", () => {
    for (const [config, action, expected] of [
      [small, "ec2:CreateVpc", 1],
      [existing, "ec2:CreateVpc", 0],
      [small, "eks:CreateNodegroup", 0],
      [everything, "eks:CreateNodegroup", 1],
      // A later price may have them made, or deleted.
      [undecided, "eks:CreateNodegroup", 1],
      [small, "s3:PutObject", 0],
      [everything, "s3:PutObject", 1],
      [small, "cloudwatch:PutMetricAlarm", 0],
      [watched, "cloudwatch:PutMetricAlarm", 1],
      [small, "ssm:GetParameter", 0],
      [everything, "ssm:GetParameter", 1],
      [small, "ecr-public:GetAuthorizationToken", 0],
      [tutorial, "ecr-public:GetAuthorizationToken", 1],
    ] as const) {
      expect([action, statementsWith(config, action).length]).toEqual([action, expected]);
    }
    expect(statementsWith(everything, "ssm:GetParameter")[0]?.Resource).toEqual([
      "arn:aws:ssm:ap-southeast-3:ACCOUNT_ID:parameter/runners/first",
    ]);
  });

  it("use the partition of the Region", () => {
    const [statement] = statementsWith(
      configOf({ name: "ci", region: "us-gov-west-1" }),
      "eks:CreateCluster",
    );
    expect(statement?.Resource[0]).toBe("arn:aws-us-gov:eks:us-gov-west-1:ACCOUNT_ID:cluster/ci");
  });
});

describe("every recorded call", () => {
  const configs = [small, everything, tutorial];
  const modules = recorded.calls.map((call) => call.split(":"));

  it("of the pinned modules is allowed", () => {
    expect(recorded.calls.length).toBeGreaterThan(90);
    const calls = modules.map(([service = "", operation = ""]) => ({ service, operation }));
    expect(actionsOutsidePolicies(calls, configs)).toEqual([]);
    expect(actionsOutsidePolicies([{ service: "iam", operation: "CreateUser" }], configs)).toEqual([
      "iam:CreateUser",
    ]);
  });

  it("of glrunner's own commands is allowed", () => {
    const own = ownCalls();
    expect(own.size).toBeGreaterThan(40);
    expect(own).toContain("eks:DescribeCluster");
    const calls = [...own]
      .map((call) => call.split(":"))
      .map(([service = "", operation = ""]) => ({ service, operation }));
    expect(actionsOutsidePolicies(calls, configs)).toEqual([]);
  });

  it("is checked against the configurations that were remembered before it", () => {
    const call = (service: string, operation: string) => ({
      service,
      operation,
      region: "eu-central-1",
      status: 200,
    });
    const calls = [call("ssm", "PutParameter")];
    const emulator = { aws: { calls } };
    expect(actionsOutsideOwnPolicies(emulator)).toEqual([]);
    rememberDeployer(emulator, small);
    calls.push(call("sts", "GetCallerIdentity"), call("s3", "HeadObject"), call("eks", "CreateNodegroup"));
    expect(actionsOutsideOwnPolicies(emulator)).toEqual(["eks:CreateNodegroup", "s3:GetObject"]);
    rememberDeployer(emulator, everything);
    expect(actionsOutsideOwnPolicies(emulator)).toEqual([]);
  });

  it("proves an action that the table lists as seen", () => {
    const called = new Set(
      [...recorded.calls, ...ownCalls()].flatMap((call) => {
        const [service = "", operation = ""] = call.split(":");
        return actionOf({ service, operation }) ?? [];
      }),
    );
    const seen = Object.values(areas)
      .flat()
      .flatMap((area) => area.seen);
    expect(seen.filter((action) => !called.has(action))).toEqual([]);
  });
});

/** Services by the names of the SDK's packages, where IAM has another. */
const services: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "elastic-load-balancing": "elasticloadbalancing",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  eventbridge: "events",
  "secrets-manager": "secretsmanager",
  "service-quotas": "servicequotas",
};

/** Every operation that the command line itself asks for: the commands and paginators that it imports. */
function ownCalls(): Set<string> {
  const files = ["src/run", "src/check", "src/fleet/runners", "src/clients", "src/migrate"].flatMap(
    (folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const texts = files.filter((path) => path.endsWith(".ts")).map((path) => readFileSync(path, "utf8"));
  return new Set(texts.flatMap(operationsIn));
}

function operationsIn(text: string): string[] {
  const imports = text.matchAll(/import (\{[^}]*\}|\* as \w+) from "@aws-sdk\/client-([\w-]+)"/g);
  return [...imports].flatMap(([, names = "", sdk = ""]) => {
    const alias = /\* as (\w+)/.exec(names)?.[1];
    // Under which name something is imported says nothing.
    const used =
      alias === undefined
        ? names.replaceAll(/ as \w+/g, "")
        : [...text.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, "g"))].join(" ");
    const operations = used.matchAll(/\bpaginate(\w+)|\b([A-Z]\w+)Command\b/g);
    return [...operations].map(
      ([, paginated = "", command = paginated]) => `${services[sdk] ?? sdk}:${command}`,
    );
  });
}
