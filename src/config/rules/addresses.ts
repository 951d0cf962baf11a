/** Whether the private subnets have an address for every pod of the largest fleet. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { parseBlock } from "../ipv4";
import { usableAddresses, zoneCount } from "../resolve/network";
import { publishedPool } from "../resolve/published-manifests";
import { poolName } from "../resolve/resolve";
import type { NodePoolConfig } from "../schema/addons";
import type { RunnerConfig } from "../schema/runners";
import { needs, type Rule } from "./rule";

/** Two pods each of CoreDNS, Karpenter and the EBS controller, interfaces of the control plane, and room for updates. */
export const systemAddresses = 20;

/** With prefix delegation a node takes addresses in blocks of 16, and the VPC CNI settings keep one block in reserve. */
const addressesPerNode = 32;

type Pool = { readonly [K in "cpus" | "maxCpu"]: Readonly<NodePoolConfig[K]> };

/** Assumes that every job runs on the pool's smallest nodes, because these are the most nodes. */
function jobAddresses(runner: RunnerConfig, pool: Pool): number {
  if (runner.compute === "fargate") return runner.concurrent;
  // In thousandths of a vCPU, because a sum of fractions may miss a whole number slightly.
  const requested = Math.round(runner.concurrent * (runner.job.cpu + runner.job.helper.cpu) * 1000);
  const milliCpu = Math.min(requested, pool.maxCpu * 1000);
  return Math.ceil(milliCpu / (Math.min(...pool.cpus) * 1000)) * addressesPerNode;
}

/** A Fargate pod takes one address, a node takes a block. The sizes of an existing VPC are unknown here. */
export const enoughAddresses: Rule = needs(
  ["versions", "network", "cluster", "addons", "runners"],
  ({ versions, network, cluster, addons, runners }) => {
    const block = parseBlock(network.cidr);
    if (network.existing !== undefined || block === undefined || block.prefix > 24) return undefined;
    const usable = usableAddresses(network.cidr, zoneCount(network.zones));
    const { nodePools } = addons.karpenter;
    const jobs = runners.reduce((sum, runner) => {
      const name = poolName(runner, versions.set);
      const known = name !== undefined && Object.hasOwn(nodePools, name) ? nodePools[name] : undefined;
      return sum + jobAddresses(runner, known ?? publishedPool);
    }, 0);
    const nodes = needsManagedNodes(cluster) ? cluster.nodes.count + 1 : 0;
    const needed = jobs + runners.length + systemAddresses + nodes * addressesPerNode;
    return (
      needed > usable && {
        code: "addresses-too-few",
        path: ["network", "cidr"],
        value: network.cidr,
        message: `the fleet needs ${needed} addresses (${jobs} of them for jobs), but the private subnets have ${usable}`,
        allowed: `a block whose private subnets have ${needed} addresses or more`,
        fix: "use a larger block (up to /16), more zones, or lower concurrent",
      }
    );
  },
);
