/** The EKS add-ons of the cluster, configured as in the published example. Plain data. */
import type { ClusterAddon } from "../../../modules/wrappers/eks";
import type { Config } from "../config";

/**
 * The smallest Fargate size is 0.25 vCPU and 512 MB, of which EKS takes 256 MB.
 * Source: EKS user guide, Fargate pod configuration (2026-11).
 */
const smallestFargatePod = { cpu: "0.25", memory: "256M" };

/** The keys are sorted as by Terraform's jsonencode, because EKS returns the text unchanged. */
const coreDnsOnFargate = JSON.stringify({
  computeType: "Fargate",
  resources: { limits: smallestFargatePod, requests: smallestFargatePod },
});

/**
 * CoreDNS's own defaults. Without explicit values, the provider would keep those for Fargate when the pods move to nodes.
 */
const coreDnsOnNodes = JSON.stringify({
  resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
});

const prefixDelegation = JSON.stringify({
  env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
});

type Choices = Pick<Config["cluster"], "ebsCsi" | "systemPods">;

/** The add-ons as the input of the eks module. */
export function clusterAddons({ ebsCsi, systemPods }: Choices): Record<string, ClusterAddon> {
  return {
    ...(ebsCsi && { "aws-ebs-csi-driver": {} }),
    coredns: { configuration_values: systemPods === "fargate" ? coreDnsOnFargate : coreDnsOnNodes },
    "kube-proxy": {},
    "vpc-cni": { most_recent: true, before_compute: true, configuration_values: prefixDelegation },
  };
}
