import * as z from "zod";
import { arn, cidr, dnsLabel, formed, int, keyArn, labelValue, principalArn } from "./common";

const placements = ["fargate", "nodes"] as const;
/** Where pods run: on Fargate or on managed nodes. */
export type Placement = (typeof placements)[number];
const placementModes = [...placements, "auto"] as const;
/** Values of `cluster.platform`. */
export type PlacementMode = (typeof placementModes)[number];

/** Maximum number of nodes in the managed node group. */
export const maxNodes = 100;

/** Log types of the EKS control plane. */
export const controlPlaneLogs = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** Retention periods that CloudWatch Logs accepts, in days. Source: API PutRetentionPolicy (2026-11). */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
/** A number of days for which CloudWatch can keep logs. */
export const retentionDays = z.literal(logRetentionDays);

const labelKey = formed(
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/,
  "a Kubernetes label name such as app or example.com/app",
  317,
);

const selector = z.strictObject({
  namespace: formed(
    /^[a-z0-9*?]([-a-z0-9*?]*[a-z0-9*?])?$/,
    "a namespace; * and ? are wildcards",
    63,
  ).describe("Namespace of the pods; * matches any characters, ? matches one."),
  labels: z
    .record(labelKey, labelValue)
    .optional()
    .describe("Labels that the pods must also have: at most 5."),
});

const accessEntry = z.strictObject({
  arn: arn.describe("ARN of the IAM role or user."),
  username: z.string().min(1).describe("Kubernetes user name of the role or user."),
  groups: z.array(z.string().min(1)).min(1).describe("Kubernetes groups, such as system:masters."),
});

/** Part of the Terraform address. The tutorial has the key `kube_system` for its profile `kube-system`. */
const profileKey = formed(
  /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/,
  "lower-case letters, digits, hyphens and underscores; starts and ends with a letter or digit",
  37,
);

const fargateProfile = z.strictObject({
  name: dnsLabel(37).optional().describe("Name in EKS. Default: the key."),
  selectors: z.array(selector).min(1).describe("Selectors of its pods: at most 5."),
});
export type FargateSelector = z.output<typeof selector>;

export const clusterSchema = z
  .strictObject({
    endpoint: z
      .strictObject({
        public: z.boolean().default(true).describe("Reachable from the internet."),
        private: z.boolean().default(true).describe("Reachable from inside the VPC."),
        allowedCidrs: z
          .array(cidr)
          .min(1)
          .max(40)
          .default(["0.0.0.0/0"])
          .describe("Address blocks that may reach the public endpoint."),
      })
      .prefault({})
      .describe("The Kubernetes API endpoint."),
    logs: z
      .array(z.enum(controlPlaneLogs))
      .default(["audit", "api", "authenticator"])
      .describe("Control-plane logs that EKS sends to CloudWatch."),
    logRetentionDays: retentionDays.default(90).describe("Retention of the control-plane logs, in days."),
    encryption: z
      .strictObject({
        keyArn: keyArn
          .optional()
          .describe(
            "ARN of a symmetric KMS key of yours, in the cluster's Region. Choose it before the first deploy: another key replaces the cluster. Default: a key that the deployment creates and deletes.",
          ),
        administrators: z
          .array(principalArn)
          .min(1)
          .max(20)
          .optional()
          .describe(
            "IAM roles and users that administer the key of the deployment. Default: the account, so its IAM policies decide; in version set `tutorial` the identity that runs Terraform, as published.",
          ),
      })
      .prefault({})
      .describe("The KMS key that encrypts the Kubernetes secrets."),
    platform: z
      .enum(placementModes)
      .default("fargate")
      .describe(
        "Where the system pods and the runner managers run: on Fargate, on a managed node group, or (`auto`) on nodes if that costs less at the recorded list prices.",
      ),
    systemPods: z
      .enum(placements)
      .optional()
      .describe("Where kube-system and Karpenter run. Default: `platform`."),
    managers: z.enum(placements).optional().describe("Where the runner managers run. Default: `platform`."),
    nodes: z
      .strictObject({
        instanceTypes: z
          .array(formed(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as m6a.large"))
          .min(1)
          .max(20)
          .default(["m6a.large"])
          .describe("Instance types of the nodes, in the order in which EKS tries them."),
        count: int(1, maxNodes)
          .optional()
          .describe(
            "Number of nodes at creation. Terraform ignores later changes; use `aws eks update-nodegroup-config`. Default: 2; with `platform: auto` as many as the pods need.",
          ),
        diskGiB: int(20, 16384).default(20).describe("Disk of a node, in GiB."),
      })
      .prefault({})
      .describe("The managed node group. It exists only if system pods or managers run on nodes."),
    fargateProfiles: z
      .record(profileKey, fargateProfile)
      .optional()
      .describe(
        "Fargate profiles by name. Default: as few profiles as select every namespace that needs Fargate.",
      ),
    access: z
      .strictObject({
        roles: z.array(accessEntry).default([]).describe("IAM roles that may use the cluster."),
        users: z.array(accessEntry).default([]).describe("IAM users that may use the cluster."),
        accounts: z
          .array(formed(/^\d{12}$/, "an account id of 12 digits, in quotes"))
          .default([])
          .describe("Accounts whose users and roles may authenticate to the cluster."),
      })
      .prefault({})
      .describe(
        "Extra entries of the aws-auth ConfigMap. The identity that creates the cluster has access without an entry; `check` reports whether your own identity has access.",
      ),
    ebsCsi: z
      .boolean()
      .optional()
      .describe(
        "Whether the cluster has the EBS CSI add-on as in the tutorial. Default: the version set's. In set `current` use addons.blueprints.enable_amazon_eks_aws_ebs_csi_driver, which also creates its IAM role.",
      ),
  })
  .prefault({})
  .describe("The EKS cluster.");
