/**
 * CPU of nodes, as far as the rules count it. Assumed (2026-11): no source was read for these numbers.
 */

/**
 * vCPU of a node that its pods cannot have: the kubelet keeps 0.08 of 4 and 0.11 of 16, kube-proxy asks for 0.1, the
 * VPC CNI for 0.05, the EBS driver for 0.03.
 */
export const daemonCpu = 0.3;

/**
 * vCPU of an instance, by the size in its type's name; undefined for sizes that differ from family to family.
 */
export function vcpuOf(instanceType: string): number | undefined {
  const size = instanceType.split(".")[1] ?? "";
  if (size === "large") return 2;
  const many = /^(\d*)xlarge$/.exec(size)?.[1];
  if (many === undefined) return undefined;
  return 4 * (many === "" ? 1 : Number(many));
}
