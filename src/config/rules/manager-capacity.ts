/** Whether the managed nodes have room for what is placed on them, and are sure to have it however it is spread. */
import { resolveManager } from "../resolve/manager";
import type { FleetEntry } from "../input/parse-sections";
import { neededNodes } from "../placement/node-count";
import { needsManagedNodes } from "../placement/managed-nodes";
import { problem, type Problem } from "../input/problems";
import { daemonCpu, vcpuOf } from "../../facts/kubernetes/nodes";
import { maxNodes } from "../schema/cluster";
import { needs, type Rule } from "./rule";

/** Two replicas of one vCPU each. */
const karpenterCpu = 2;

/** The smallest of the types decides, since any of them may come; undefined where none is known. */
function usableCpu(instanceTypes: readonly string[]): number | undefined {
  const known = instanceTypes.map(vcpuOf).filter((vcpu) => vcpu !== undefined);
  return known.length === 0 ? undefined : Math.min(...known) - daemonCpu;
}

/** In thousandths, since a sum of fractions may miss a whole number by a hair. */
const millis = (cpu: number) => Math.round(cpu * 1000);
const rounded = (cpu: number) => millis(cpu) / 1000;

const larger = "use larger cluster.nodes.instanceTypes";
const moreNodes = (count: number) => (count > maxNodes ? larger : `write ${count}, or ${larger}`);

function oneProblem({ index, runner }: FleetEntry, cpu: number, usable: number): Problem {
  const given = runner.manager.cpu !== undefined;
  return problem({
    code: "managers-exceed-nodes",
    path: given ? ["runners", index, "manager", "cpu"] : ["runners", index, "concurrent"],
    value: given ? cpu : runner.concurrent,
    message: `the manager asks for ${cpu} vCPU, and pods have ${rounded(usable)} of a node: it would stay pending`,
    allowed: `managers of at most ${rounded(usable)} vCPU`,
    fix: "use larger cluster.nodes.instanceTypes, or split the runner into several with the same token",
  });
}

export const managerRoom: Rule = needs(["cluster", "addons", "fleet"], ({ cluster, addons, fleet }) => {
  const { instanceTypes, count } = cluster.nodes;
  const usable = usableCpu(instanceTypes);
  if (usable === undefined) return [];
  const managers = cluster.managers === "nodes" ? fleet : [];
  const sized = managers.map((entry) => ({ entry, cpu: resolveManager(entry.runner, "nodes").cpu }));
  const single = sized
    .filter(({ cpu }) => millis(cpu) > millis(usable))
    .map(({ entry, cpu }) => oneProblem(entry, cpu, usable));
  if (single.length > 0) return single;
  const system = cluster.systemPods === "nodes" && addons.karpenter.enabled ? karpenterCpu : 0;
  const sum = sized.reduce((total, { cpu }) => total + cpu, system);
  if (millis(sum) <= millis(count * usable)) return [];
  return [
    problem({
      code: "managers-exceed-nodes",
      path: ["cluster", "nodes", "count"],
      value: count,
      message: `the managers${system > 0 ? " and Karpenter" : ""} ask for ${rounded(sum)} vCPU, and pods have ${rounded(count * usable)} of ${count} nodes`,
      allowed: `at least ${Math.ceil(sum / usable)} nodes of this size`,
      fix: moreNodes(Math.ceil(sum / usable)),
    }),
  ];
});

/** One that asks for more CPU than all nodes have is refused above. */
export const surelyRoom: Rule = needs(["cluster", "addons", "versions", "fleet"], (parts, input) => {
  const { cluster, fleet } = parts;
  const { instanceTypes, count } = cluster.nodes;
  if (!needsManagedNodes(cluster) || managerRoom(input).length > 0) return [];
  const runners = fleet.map(({ runner }) => runner);
  const needed = neededNodes(parts, runners, instanceTypes, cluster, 1);
  if (needed === "unknown") return [];
  if (needed === "too small") return [tooMuchMemory(instanceTypes)];
  if (needed <= count) return [];
  return [
    problem({
      code: "nodes-may-be-full",
      path: ["cluster", "nodes", "count"],
      value: count,
      message: `a pod may find no node while a change replaces the managers, old and new side by side: of ${needed} nodes one is sure to have room, of ${count} not`,
      allowed: `at least ${needed} nodes of this size`,
      fix: moreNodes(needed),
    }),
  ];
});

const tooMuchMemory = (instanceTypes: readonly string[]): Problem =>
  problem({
    code: "nodes-may-be-full",
    path: ["cluster", "nodes", "instanceTypes"],
    value: instanceTypes,
    message: "a manager asks for more memory than pods have of a node: it would stay pending",
    allowed: "types with room for the largest manager",
    fix: "use larger cluster.nodes.instanceTypes, or split the runner into several with the same token",
  });
