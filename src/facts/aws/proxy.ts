/** Destinations that a pod on EKS must reach without the proxy (`no_proxy`). */
import type { FactTable } from "../fact-table";

export const proxyTable = {
  name: "Destinations without a proxy",
  readOn: "2026-11-30",
  sources: [
    "https://repost.aws/knowledge-center/eks-http-proxy-configuration-automation (localhost, the services' block, the VPC's block, the metadata address)",
    "EKS API reference, KubernetesNetworkConfigRequest.serviceIpv4Cidr (the two blocks from which EKS chooses)",
    "EKS user guide, pod-id-agent-config-ipv6.html (169.254.170.23)",
  ],
  lookAt: "https://repost.aws/knowledge-center/eks-http-proxy-configuration-automation",
} as const satisfies FactTable;

export const withoutProxy = {
  local: ["localhost", "127.0.0.1"],
  /** EKS uses the block that does not overlap with the VPC. */
  services: ["10.100.0.0/16", "172.20.0.0/16"],
  names: [".svc", ".cluster.local"],
  metadata: ["169.254.169.254", "169.254.170.23"],
} as const;

/** Domain of the API endpoint of every cluster in a Region. Source: AWS General Reference, "Amazon EKS endpoints" (2026-11). */
export function endpointDomain(region: string): string {
  return `.${region}.eks.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
