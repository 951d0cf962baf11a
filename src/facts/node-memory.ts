/**
 * Memory of nodes that their pods cannot have, on Amazon Linux 2023 with as many pods as EKS allows a managed node.
 * Source: aws/karpenter-provider-aws@1d927085:pkg/providers/instancetype/types.go (kubelet, eviction) and
 * pkg/operator/options/options.go (what the hypervisor keeps); awsdocs/amazon-eks-user-guide@4d52b4d0:
 * latest/ug/nodes/create-managed-node-group.adoc (pods); read 2026-11-28.
 */
const keptByHypervisor = 0.075;
const evictionMiB = 100;
const maxPods = (vcpu: number) => (vcpu < 30 ? 110 : 250);

export function usableMemoryMiB({ vcpu, memoryMiB }: { readonly vcpu: number; readonly memoryMiB: number }) {
  const kubelet = 11 * maxPods(vcpu) + 255;
  return Math.floor(memoryMiB * (1 - keptByHypervisor)) - kubelet - evictionMiB;
}
