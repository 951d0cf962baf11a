/**
 * The sizes of Fargate pods. Fargate adds 256 MB to the memory requests of a pod for Kubernetes components, and rounds up
 * to the next size. AWS charges for that size.
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

/** Memory that Fargate adds to the requests of each pod for Kubernetes components. */
export const fargateOverheadMiB = 256;

/** `from`, `from + step`, … `to`. */
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
  // In thousandths, since a sum of fractions may differ slightly from a whole number.
  const millis = Math.round(requests.cpu * 1000);
  for (const { vcpu, memoryGiB } of fargateMemoryGiB) {
    if (millis > vcpu * 1000) continue;
    const memory = memoryGiB.find((size) => requests.memoryMiB + fargateOverheadMiB <= size * 1024);
    if (memory !== undefined) return { vcpu, memoryGiB: memory };
  }
  return undefined;
}

/** The largest memory request that still fits this size. */
export function requestableMiB(size: FargateSize): number {
  return size.memoryGiB * 1024 - fargateOverheadMiB;
}

/**
 * The CloudWatch metric of Fargate vCPU in use. It counts the whole account in the Region, not one cluster.
 * Source: EKS user guide, "Collect AWS Fargate app and usage metrics"; for `SERVICE_QUOTA()` on it: CloudWatch user
 * guide, "Visualizing your service quotas and setting alarms"; read 2026-11-28.
 */
export const fargateUsage = {
  namespace: "AWS/Usage",
  name: "ResourceCount",
  dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
} as const;
