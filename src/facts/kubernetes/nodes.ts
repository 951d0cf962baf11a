/** The vCPU and memory of an EC2 instance that its pods can use. */
import type { FactTable } from "../fact-table";

export const nodesTable = {
  name: "CPU and memory that a node keeps",
  readOn: "2026-11-24",
  sources: [
    "aws/karpenter-provider-aws@1d927085:pkg/providers/instancetype/types.go",
    "awsdocs/amazon-eks-user-guide@4d52b4d0:latest/ug/nodes/create-managed-node-group.adoc",
  ],
  lookAt: "https://karpenter.sh/docs/reference/instance-types/",
} as const satisfies FactTable;

/**
 * vCPU of a node that its pods cannot use: the kubelet reserves 0.08 of 4 and 0.11 of 16, kube-proxy requests 0.1, the
 * VPC CNI 0.05, the EBS driver 0.03. Assumed (2026-11): no source was read for these numbers.
 */
export const daemonCpu = 0.3;

/** vCPU of an instance type, from the size in its name. Undefined for sizes whose vCPU differ between families. */
export function vcpuOf(instanceType: string): number | undefined {
  const size = instanceType.split(".")[1] ?? "";
  if (size === "large") return 2;
  const multiple = /^(\d*)xlarge$/.exec(size)?.[1];
  if (multiple === undefined) return undefined;
  return 4 * (multiple === "" ? 1 : Number(multiple));
}

/**
 * Memory that a node reserves, on Amazon Linux 2023 with the maximum of pods that EKS allows on a managed node.
 * Source: aws/karpenter-provider-aws@1d927085:pkg/providers/instancetype/types.go (kubelet, eviction) and
 * pkg/operator/options/options.go (hypervisor); awsdocs/amazon-eks-user-guide@4d52b4d0:
 * latest/ug/nodes/create-managed-node-group.adoc (pods); read 2026-11-28.
 */
const hypervisorShare = 0.075;
const evictionMiB = 100;
const maxPods = (vcpu: number) => (vcpu < 30 ? 110 : 250);

/** Memory in MiB that pods can request on a node with these resources. */
export function usableMemoryMiB({ vcpu, memoryMiB }: { readonly vcpu: number; readonly memoryMiB: number }) {
  const kubeletMiB = 11 * maxPods(vcpu) + 255;
  return Math.floor(memoryMiB * (1 - hypervisorShare)) - kubeletMiB - evictionMiB;
}

/**
 * Instance families, by their letters, that count against the two quotas for standard EC2 instances.
 * Source: EC2 user guide, "On-Demand quotas"; read 2026-11-24.
 */
export const standardFamilies: readonly string[] = "a c d h i im is m r t z".split(" ");
