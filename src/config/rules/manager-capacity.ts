/**
 * Whether the managed nodes have room for the pods that are placed on them. Two rules: the CPU of all nodes together is enough
 * (`managerRoom`), and there is room however the scheduler spreads the pods (`sureRoom`).
 */
import { resolveManager } from "../resolve/manager";
import type { FleetEntry } from "../input/parse-sections";
import { neededNodes } from "../placement/node-count";
import { needsManagedNodes } from "../placement/managed-nodes";
import { daemonCpu, vcpuOf } from "../../facts/kubernetes/nodes";
import { maxNodes } from "../schema/cluster";
import { needs, problemsOf, type Findings, type Rule } from "./rule";

/** Two replicas of one vCPU each. */
const karpenterCpu = 2;

/** vCPU that pods can use on the smallest type, because EKS may choose any type. Undefined if no type is known. */
function usableCpu(instanceTypes: readonly string[]): number | undefined {
  const known = instanceTypes.map(vcpuOf).filter((vcpu) => vcpu !== undefined);
  return known.length === 0 ? undefined : Math.min(...known) - daemonCpu;
}

/** In thousandths, because a sum of fractions may miss a whole number slightly. */
const millis = (cpu: number) => Math.round(cpu * 1000);
const rounded = (cpu: number) => millis(cpu) / 1000;

const larger = "use larger cluster.nodes.instanceTypes";
const moreNodes = (count: number) => (count > maxNodes ? larger : `use ${count}, or ${larger}`);

function singleManager({ index, runner }: FleetEntry, cpu: number, usable: number): Findings {
  const given = runner.manager.cpu !== undefined;
  return {
    code: "managers-exceed-nodes",
    path: given ? ["runners", index, "manager", "cpu"] : ["runners", index, "concurrent"],
    value: given ? cpu : runner.concurrent,
    message: `the manager requests ${cpu} vCPU, but pods can use ${rounded(usable)} vCPU of a node, so it would stay pending`,
    allowed: `managers of at most ${rounded(usable)} vCPU`,
    fix: `${larger}, or split the runner into several with the same token`,
  };
}

export const managerRoom: Rule = needs(["cluster", "addons", "fleet"], ({ cluster, addons, fleet }) => {
  const { instanceTypes, count } = cluster.nodes;
  const usable = usableCpu(instanceTypes);
  if (usable === undefined) return undefined;
  const managers = cluster.managers === "nodes" ? fleet : [];
  const sized = managers.map((entry) => ({ entry, cpu: resolveManager(entry.runner, "nodes").cpu }));
  const single = sized
    .filter(({ cpu }) => millis(cpu) > millis(usable))
    .map(({ entry, cpu }) => singleManager(entry, cpu, usable));
  if (single.length > 0) return single;
  const system = cluster.systemPods === "nodes" && addons.karpenter.enabled ? karpenterCpu : 0;
  const sum = sized.reduce((total, { cpu }) => total + cpu, system);
  const needed = Math.ceil(sum / usable);
  return (
    millis(sum) > millis(count * usable) && {
      code: "managers-exceed-nodes",
      path: ["cluster", "nodes", "count"],
      value: count,
      message: `the managers${system > 0 ? " and Karpenter" : ""} request ${rounded(sum)} vCPU, but pods can use ${rounded(count * usable)} vCPU of ${count} nodes`,
      allowed: `at least ${needed} nodes of this size`,
      fix: moreNodes(needed),
    }
  );
});

/** `managerRoom` reports nodes that have too little CPU for all pods together. */
export const sureRoom: Rule = needs(["cluster", "addons", "versions", "fleet"], (sections, input) => {
  const { cluster, fleet } = sections;
  const { instanceTypes, count } = cluster.nodes;
  if (!needsManagedNodes(cluster) || problemsOf(managerRoom(input)).length > 0) return undefined;
  const runners = fleet.map(({ runner }) => runner);
  const needed = neededNodes(sections, runners, instanceTypes, cluster, 1);
  if (needed === "unknown") return undefined;
  if (needed === "too small") {
    return {
      code: "nodes-may-be-full",
      path: ["cluster", "nodes", "instanceTypes"],
      value: instanceTypes,
      message: "a manager requests more memory than pods can use on a node, so it would stay pending",
      allowed: "types with room for the largest manager",
      fix: `${larger}, or split the runner into several with the same token`,
    };
  }
  return (
    needed > count && {
      code: "nodes-may-be-full",
      path: ["cluster", "nodes", "count"],
      value: count,
      message: `a pod may find no node while a change replaces the managers, because old and new ones run next to each other: only ${needed} nodes are sure to have room, not ${count}`,
      allowed: `at least ${needed} nodes of this size`,
      fix: moreNodes(needed),
    }
  );
});
