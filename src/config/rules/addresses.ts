/** Whether the private subnets have an address for every pod of the fleet at its largest. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { blockSize, parseBlock } from "../ipv4";
import { cutSubnets, zoneCount } from "../resolve/network";
import { problem } from "../input/problems";
import { publishedPool } from "../resolve/published-manifests";
import { poolName } from "../resolve/resolve";
import type { NodePoolConfig } from "../schema/addons";
import type { RunnerConfig } from "../schema/runners";
import { awsLimits } from "../../facts/limits";
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

/** With prefix delegation a node takes addresses in blocks of 16, and our VPC CNI settings keep one in reserve. */
const addressesPerNode = 32;

type Pool = { readonly [K in "cpus" | "maxCpu"]: Readonly<NodePoolConfig[K]> };

/** As if every job ran on the pool's smallest nodes, of which there are the most. */
function jobAddresses(runner: RunnerConfig, pool: Pool): number {
  if (runner.compute === "fargate") return runner.concurrent;
  // In thousandths, since a sum of fractions may miss a whole number by a hair.
  const asked = Math.round(runner.concurrent * (runner.job.cpu + runner.job.helper.cpu) * 1000);
  const milliCpu = Math.min(asked, pool.maxCpu * 1000);
  return Math.ceil(milliCpu / (Math.min(...pool.cpus) * 1000)) * addressesPerNode;
}

/** A pod on Fargate takes one address, a node always takes a block. The sizes of an existing VPC are not known here. */
export const enoughAddresses: Rule = needs(
  ["versions", "network", "cluster", "addons", "runners"],
  ({ versions, network, cluster, addons, runners }) => {
    const block = parseBlock(network.cidr);
    if (network.existing !== undefined || block === undefined || block.prefix > 24) return [];
    const usable = usableAddresses(network.cidr, zoneCount(network.zones));
    const { nodePools } = addons.karpenter;
    const jobs = runners.reduce((sum, runner) => {
      const name = poolName(runner, versions.set);
      const known = name !== undefined && Object.hasOwn(nodePools, name) ? nodePools[name] : undefined;
      return sum + jobAddresses(runner, known ?? publishedPool);
    }, 0);
    const onNodes = needsManagedNodes(cluster);
    const needed =
      jobs + runners.length + systemAddresses + (onNodes ? (cluster.nodes.count + 1) * addressesPerNode : 0);
    if (needed <= usable) return [];
    return [
      problem({
        code: "addresses-too-few",
        path: ["network", "cidr"],
        value: network.cidr,
        message: `the fleet needs ${needed} addresses (${jobs} of them for jobs), but the private subnets have ${usable}`,
        allowed: `a block whose private subnets have ${needed} addresses or more`,
        fix: "use a larger block (up to /16), more zones, or lower concurrent",
      }),
    ];
  },
);
