/**
 * Quotas of AWS that a deployment can exceed. Each applies to one Region, and AWS raises it on request.
 * Source: the pages below; for the codes public Terraform, Go and shell code; read 2026-11-24.
 */
import type { FactTable } from "../fact-table";

export interface Quota {
  readonly service: "fargate" | "ec2" | "vpc" | "eks";
  readonly code: string;
  /** The quota's name in AWS. */
  readonly name: string;
  /** Value in a new account. */
  readonly standard: number;
}

export const quotasTable = {
  name: "Quotas of a new AWS account",
  readOn: "2026-11-24",
  sources: ["https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html"],
  lookAt: "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html",
} as const satisfies FactTable;

export const quotas = {
  fargateVcpu: {
    service: "fargate",
    code: "L-3032A538",
    name: "Fargate On-Demand vCPU resource count",
    standard: 6,
  },
  onDemandVcpu: {
    service: "ec2",
    code: "L-1216C47A",
    name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    standard: 5,
  },
  spotVcpu: {
    service: "ec2",
    code: "L-34B43A08",
    name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
    standard: 5,
  },
  elasticIps: { service: "ec2", code: "L-0263D0A3", name: "EC2-VPC Elastic IPs", standard: 5 },
  vpcs: { service: "vpc", code: "L-F678F1CE", name: "VPCs per Region", standard: 5 },
  natGateways: {
    service: "vpc",
    code: "L-FE5A380F",
    name: "NAT gateways per Availability Zone",
    standard: 5,
  },
  clusters: { service: "eks", code: "L-1194D53C", name: "Clusters", standard: 100 },
} as const satisfies Record<string, Quota>;
export type QuotaName = keyof typeof quotas;

/** AWS's page on the quotas of each service. */
export const quotaPages: Readonly<Record<Quota["service"], string>> = {
  fargate: "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html",
  ec2: "https://docs.aws.amazon.com/general/latest/gr/ec2-service.html",
  vpc: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  eks: "https://docs.aws.amazon.com/general/latest/gr/eks.html",
};
