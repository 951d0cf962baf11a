/**
 * The constants of the capacity model, each with its origin. `source`: a public document says so. `measured`: with the
 * real dispatch code, under the conditions that docs/capacity.md describes. `assumed`: not measured on AWS or GitLab.
 * The section `capacity` of the configuration has a key for each of them.
 */
import type { FactTable } from "./fact-table";
import { awsLimits } from "./limits";
import { quotas } from "./aws/quotas";

export const capacityTable = {
  name: "Constants of the capacity model",
  readOn: "2026-11-28",
  sources: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html",
    "https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html",
    "https://docs.docker.com/docker-hub/usage/pulls/",
  ],
  lookAt: "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
} as const satisfies FactTable;

interface CapacityConstant {
  readonly value: number;
  readonly basis: "source" | "measured" | "assumed";
  readonly from: string;
}

const measured = (value: number, from: string): CapacityConstant => ({ value, basis: "measured", from });
const assumed = (value: number, from: string): CapacityConstant => ({ value, basis: "assumed", from });
const source = (value: number, from: string): CapacityConstant => ({ value, basis: "source", from });

function newAccount(name: "fargateVcpu" | "spotVcpu" | "onDemandVcpu"): CapacityConstant {
  const { standard, code } = quotas[name];
  return source(standard, `what a new account has, quota ${code}; AWS raises it on request`);
}

export const capacityConstants = {
  jobSeconds: assumed(60, "jobs differ; 1 is the tutorial's echo"),
  requestSeconds: assumed(0.15, "GitLab's answer to a job request, as simulated when dispatch was measured"),
  updateSeconds: assumed(
    0.05,
    "GitLab's answer to the first update, as simulated when dispatch was measured",
  ),
  askAgainSeconds: measured(0.006, "200 jobs one after the other took 41.2 s, of which GitLab took 40"),
  createCpuSeconds: measured(0.0145, "0.013 to 0.016 from the job request to the pod created"),
  jobCpuSeconds: measured(0.125, "0.11 to 0.14 for the whole job, attach"),
  managerMiB: assumed(70, "the measured peaks without their sessions"),
  sessionMiB: measured(3.3, "749 MiB with 200 sessions at once, 1024 MiB with nearly 300"),
  fargateVcpuQuota: newAccount("fargateVcpu"),
  launchesPerSecond: source(awsLimits.fargateLaunchesPerSecond, "Amazon ECS guide, throttling.html"),
  launchBurst: source(20, "Amazon ECS guide, throttling.html"),
  coldStartFromSeconds: assumed(30, "no public measurement of EKS on Fargate was read"),
  coldStartToSeconds: assumed(60, "no public measurement of EKS on Fargate was read"),
  spotVcpuQuota: newAccount("spotVcpu"),
  onDemandVcpuQuota: newAccount("onDemandVcpu"),
  nodeStartSeconds: assumed(60, "from a pending pod to a node that is ready, Karpenter and EC2 together"),
  podStartSeconds: assumed(5, "of a pod on a node that is ready, image included"),
  ecrPublicPullsPerSecond: source(
    awsLimits.ecrPublicPullsPerSecond,
    "AmazonECR/latest/public/public-service-quotas.html; not adjustable",
  ),
  ecrPrivatePullsPerSecond: source(2000, "ECR service quotas, BatchGetImage"),
  dockerHubPulls: source(
    100,
    "docs.docker.com/docker-hub/usage/pulls: an address without a login, in 6 hours",
  ),
} as const satisfies Readonly<Record<string, CapacityConstant>>;

export type CapacityConstantName = keyof typeof capacityConstants;
