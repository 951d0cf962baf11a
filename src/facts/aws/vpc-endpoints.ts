/**
 * VPC endpoints through which pods and nodes reach AWS without a route to the internet. Interface endpoints have addresses
 * in the subnets and a price an hour for each zone. Gateway endpoints are routes and free of charge.
 */
import type { FactTable } from "../fact-table";

export const vpcEndpointsTable = {
  name: "VPC endpoints of a private cluster",
  readOn: "2026-11-30",
  sources: [
    "awsdocs/amazon-eks-user-guide:latest/ug/clusters/private-clusters.adoc",
    "aws/aws-eks-best-practices:latest/bpg/autoscaling/karpenter.adoc",
    "ECR user guide, Amazon ECR interface VPC endpoints",
  ],
  lookAt: "https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html",
} as const satisfies FactTable;

export const endpointServices = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "elasticloadbalancing",
  "logs",
  "s3",
  "secretsmanager",
  "sqs",
  "ssm",
  "sts",
] as const;
export type EndpointService = (typeof endpointServices)[number];

/** The only gateway endpoint. ECR stores image layers in S3. */
export const gatewayService = "s3" satisfies EndpointService;

/** The AWS services that a configuration uses from inside its VPC. */
export interface EndpointUse {
  readonly karpenter: boolean;
  /** Managed nodes, or nodes from Karpenter. */
  readonly nodes: boolean;
  /** Logs of Fargate pods. */
  readonly logging: boolean;
}

/** Images need ECR and S3, IAM roles of service accounts STS; Karpenter finds AMIs with SSM and interruptions with SQS. */
export function neededEndpoints({ karpenter, nodes, logging }: EndpointUse): readonly EndpointService[] {
  const needed: readonly EndpointService[] = [
    ...(["ecr.api", "ecr.dkr", "s3", "sts"] as const),
    ...(nodes || karpenter ? (["ec2", "eks"] as const) : []),
    ...(karpenter ? (["sqs", "ssm"] as const) : []),
    ...(logging ? (["logs"] as const) : []),
  ];
  return endpointServices.filter((service) => needed.includes(service));
}
