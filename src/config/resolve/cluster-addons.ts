/** The EKS add-ons of the cluster, as the published example configures them: plain data. */
import type { ClusterAddon } from "../../../modules/wrappers/eks";
import type { Config } from "../config";

/**
 * The smallest Fargate size is 0.25 vCPU and 512 MB, of which EKS takes 256 MB.
 * Source: EKS user guide, Fargate pod configuration (2026-11).
 */
const smallestFargatePod = { cpu: "0.25", memory: "256M" };

/** Keys sorted, as Terraform's own jsonencode writes them: EKS returns the text as it was given. */
const coreDnsOnFargate = JSON.stringify({
  computeType: "Fargate",
  resources: { limits: smallestFargatePod, requests: smallestFargatePod },
});

/**
 * Written down though they are CoreDNS's own: without any, the provider would keep those for Fargate when the pods move.
 */
const coreDnsOnNodes = JSON.stringify({
  resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
});

const prefixDelegation = JSON.stringify({
  env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
});

type Choices = Pick<Config["cluster"], "ebsCsi" | "systemPods">;

export function clusterAddons({ ebsCsi, systemPods }: Choices): Record<string, ClusterAddon> {
  return {
    ...(ebsCsi && { "aws-ebs-csi-driver": {} }),
    coredns: { configuration_values: systemPods === "fargate" ? coreDnsOnFargate : coreDnsOnNodes },
    "kube-proxy": {},
    "vpc-cni": { most_recent: true, before_compute: true, configuration_values: prefixDelegation },
  };
}
