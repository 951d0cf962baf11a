/** Whether the private subnets have an address for every pod of the fleet at its largest. */
import { blockSize, parseBlock } from "../ipv4";
import { cutSubnets, zoneCount } from "../network";
import { problem } from "../problems";
import { awsLimits } from "../tables/aws-limits";
import { needs, type Rule } from "./rule";

/** CoreDNS, Karpenter, the EBS controller (two each), the control plane's interfaces, and room for updates. */
export const systemAddresses = 20;

/** What the private subnets of a VPC have to give. */
export function usableAddresses(cidr: string, zones: number): number {
  const subnets = cutSubnets(cidr, zones)?.privateSubnets ?? [];
  return subnets.reduce((sum, text) => {
    const block = parseBlock(text);
    return block === undefined ? sum : sum + Math.max(0, blockSize(block) - awsLimits.reservedPerSubnet);
  }, 0);
}

/** A pod takes one address, on Fargate as on nodes. Of an existing VPC the sizes are not known here. */
export const enoughAddresses: Rule = needs(
  ["network", "cluster", "runners"],
  ({ network, cluster, runners }) => {
    const block = parseBlock(network.cidr);
    if (network.existing !== undefined || block === undefined || block.prefix > 24) return [];
    const usable = usableAddresses(network.cidr, zoneCount(network.zones));
    const jobs = runners.reduce((sum, runner) => sum + runner.concurrent, 0);
    const onNodes = cluster.systemPods === "nodes" || cluster.managers === "nodes";
    const needed = jobs + runners.length + systemAddresses + (onNodes ? cluster.nodes.count + 1 : 0);
    if (needed <= usable) return [];
    return [
      problem({
        code: "addresses-too-few",
        path: ["network", "cidr"],
        value: network.cidr,
        message: `the fleet needs ${needed} addresses (${jobs} of them jobs), the private subnets have ${usable}`,
        allowed: `a block whose private subnets have ${needed} addresses or more`,
        fix: "use a larger block (up to /16), more zones, or less concurrency",
      }),
    ];
  },
);
