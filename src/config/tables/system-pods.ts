/**
 * The system's pods and the sizes that they get on Fargate: one without a request gets the smallest.
 * Source: awsdocs/amazon-eks-user-guide fargate-pod-configuration.adoc; Karpenter v1.14.1 step08, install on Fargate:
 * one vCPU and 1 GiB each of two; read 2026-11-23.
 */
import type { FargateSize } from "./fargate-sizes";

export interface SystemPods {
  readonly name: string;
  readonly pods: number;
  readonly size: FargateSize;
}

const smallest = { vcpu: 0.25, memoryGiB: 0.5 };

export const systemPods = {
  coreDns: { name: "CoreDNS", pods: 2, size: smallest },
  karpenter: {
    current: { name: "Karpenter", pods: 2, size: { vcpu: 1, memoryGiB: 2 } },
    tutorial: { name: "Karpenter", pods: 2, size: smallest },
  },
  ebsCsi: { name: "EBS CSI controller", pods: 2, size: smallest },
} as const satisfies Readonly<Record<string, SystemPods | Readonly<Record<string, SystemPods>>>>;
