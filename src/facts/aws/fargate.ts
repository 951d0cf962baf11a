/**
 * The sizes that Fargate has. It adds 256 MB to a pod's memory for its own parts and rounds up to the next size;
 * what the pod asks for is all it gets charged by.
 * Source: awsdocs/amazon-eks-user-guide@4d52b4d0:latest/ug/nodes/fargate-pod-configuration.adoc.
 */
import type { FactTable } from "../fact-table";

export const fargateTable = {
  name: "Sizes of a Fargate pod",
  readOn: "2026-11-23",
  sources: ["awsdocs/amazon-eks-user-guide@4d52b4d0:latest/ug/nodes/fargate-pod-configuration.adoc"],
  lookAt: "https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html",
} as const satisfies FactTable;

export interface FargateSize {
  readonly vcpu: number;
  readonly memoryGiB: number;
}

/** Taken by Fargate from the memory of every pod. */
export const fargateOverheadMiB = 256;

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
}

export const fargateMemoryGiB: readonly { readonly vcpu: number; readonly memoryGiB: readonly number[] }[] = [
  { vcpu: 0.25, memoryGiB: [0.5, 1, 2] },
  { vcpu: 0.5, memoryGiB: steps(1, 4, 1) },
  { vcpu: 1, memoryGiB: steps(2, 8, 1) },
  { vcpu: 2, memoryGiB: steps(4, 16, 1) },
  { vcpu: 4, memoryGiB: steps(8, 30, 1) },
  { vcpu: 8, memoryGiB: steps(16, 60, 4) },
  { vcpu: 16, memoryGiB: steps(32, 120, 8) },
];

export const largestFargateSize: FargateSize = { vcpu: 16, memoryGiB: 120 };

/** The size that a pod with these requests gets; undefined if none is large enough. */
export function fargateSize(requests: {
  readonly cpu: number;
  readonly memoryMiB: number;
}): FargateSize | undefined {
  // In thousandths, since a sum of fractions may miss a whole number by a hair.
  const millis = Math.round(requests.cpu * 1000);
  for (const { vcpu, memoryGiB } of fargateMemoryGiB) {
    if (millis > vcpu * 1000) continue;
    const memory = memoryGiB.find((size) => requests.memoryMiB + fargateOverheadMiB <= size * 1024);
    if (memory !== undefined) return { vcpu, memoryGiB: memory };
  }
  return undefined;
}

/** The most memory that a pod can ask for and still get this size. */
export function requestableMiB(size: FargateSize): number {
  return size.memoryGiB * 1024 - fargateOverheadMiB;
}

/**
 * The CloudWatch metric of Fargate vCPU in use, for the whole account in the Region, not for one cluster.
 * Source: EKS user guide, "Collect AWS Fargate app and usage metrics"; that `SERVICE_QUOTA()` knows it: CloudWatch user
 * guide, "Visualizing your service quotas and setting alarms"; read 2026-11-28.
 */
export const fargateUsage = {
  namespace: "AWS/Usage",
  name: "ResourceCount",
  dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
} as const;
