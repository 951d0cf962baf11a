/** The configuration of a company network: an existing VPC, a proxy and CA, a permissions boundary, and an SSO role. */
import type { ConfigInput } from "../../src/config";
import { arn, region } from "./option-runners";
import { boundary } from "./options";

/** A role of IAM Identity Center: `aws-auth` must name it without its path. */
export const ssoRole = {
  name: "AWSReservedSSO_Platform_0123456789abcdef",
  path: `/aws-reserved/sso.amazonaws.com/${region}/`,
} as const;

/** A role that `aws-auth` maps to a user of the cluster without permissions. */
export const auditor = { name: "auditor", path: "/" } as const;

export const companyConfig: ConfigInput = {
  name: "glrunner",
  region,
  layout: "single",
  iam: { permissionsBoundary: boundary, rolePath: "/ci/runners/" },
  gitlabCa: { file: "company-ca.pem" },
  proxy: {
    http: "http://proxy.company.test:3128",
    https: "http://proxy.company.test:3128",
    no: ["10.9.0.0/16", ".company.internal"],
  },
  network: { existing: { vpcId: "vpc-0", privateSubnetIds: ["subnet-0", "subnet-1"] } },
  cluster: {
    access: {
      roles: [
        {
          arn: arn(`role${ssoRole.path}${ssoRole.name}`),
          username: "sso:{{SessionName}}",
          groups: ["system:masters"],
        },
        { arn: arn(`role/${auditor.name}`), username: "auditor", groups: ["auditors"] },
      ],
    },
    fargateProfiles: {
      system: {
        selectors: [{ namespace: "kube-system" }, { namespace: "gitlab-runner" }, { namespace: "jobs-*" }],
      },
      labelled: { name: "labelled-jobs", selectors: [{ namespace: "other", labels: { tier: "ci" } }] },
    },
  },
  addons: {
    karpenter: { enabled: false },
    alarms: {
      ...{ enabled: true, snsTopicArn: `arn:aws:sns:${region}:123456789012:on-call` },
      ...{ queueSeconds: 60, quotaPercent: 90, usdPerHour: 2.5 },
    },
  },
  runners: [
    {
      ...{ name: "plain", token: "ssm:/company/plain", namespace: "jobs-a" },
      gitlabUrl: "https://gitlab.company.test",
    },
  ],
};
