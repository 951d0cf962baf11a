/** Node pools and the runners that name them. */
import { suggestion } from "../input/suggestion";
import { valueAt } from "../paths";
import type { FleetEntry } from "../input/parse-sections";
import type { NodePoolConfig } from "../schema/addons";
import { daemonCpu } from "../../facts/kubernetes/nodes";
import { needs, type Findings, type Rule } from "./rule";

/** Reads the raw input, because both version sets have a default for `nodePools`. */
export const poolsOfSet: Rule = needs(["versions"], ({ versions }, { raw }) => {
  const path = ["addons", "karpenter", "nodePools"];
  const value = valueAt(raw, path);
  if (versions.set !== "tutorial" || value === undefined) return undefined;
  return {
    code: "node-pools-fixed",
    path,
    value,
    message: "version set tutorial has the published provisioner instead of node pools",
    allowed: "node pools in version set current",
    fix: "remove nodePools",
  };
});

type Pool = Pick<NodePoolConfig, "capacity" | "cpus">;

function unused({ index, runner: { nodePool } }: FleetEntry, message: string): Findings {
  return (
    nodePool !== undefined && {
      code: "node-pool-unused",
      path: ["runners", index, "nodePool"],
      value: nodePool,
      message,
      allowed: "nodePool for compute spot, spot-first or on-demand, in version set current",
      fix: "remove nodePool",
    }
  );
}

/** Compares CPU only: the memory of an instance depends on its family. */
function jobExceeds({ index, runner: { job } }: FleetEntry, name: string, pool: Pool): Findings {
  const cpu = job.cpu + job.helper.cpu;
  const largest = Math.max(...pool.cpus);
  // In thousandths, because a sum of fractions may miss a whole number slightly.
  if (Math.round(cpu * 1000) <= Math.round((largest - daemonCpu) * 1000)) return undefined;
  return {
    code: "job-exceeds-pool",
    path: ["runners", index, "job"],
    value: { cpu: job.cpu, helper: { cpu: job.helper.cpu } },
    message: `build and helper together request ${Math.round(cpu * 1000) / 1000} vCPU, the largest node of ${name} has ${largest}, of which the pods that run on every node take ${daemonCpu}: the job would stay pending`,
    allowed: `together at most ${largest - daemonCpu} vCPU`,
    fix: `make the job smaller, or add larger instances to addons.karpenter.nodePools.${name}.cpus`,
  };
}

function poolProblems(entry: FleetEntry, pools: Readonly<Record<string, Pool>>): Findings {
  const { index, runner } = entry;
  const value = runner.nodePool ?? runner.compute;
  const pool = Object.hasOwn(pools, value) ? pools[value] : undefined;
  const matching = Object.keys(pools).filter((name) => pools[name]?.capacity === runner.compute);
  const given = {
    path: ["runners", index, "nodePool"],
    value,
    allowed: matching.length === 0 ? `no pool: none has capacity ${runner.compute}` : matching.join(", "),
  };
  if (pool === undefined) {
    const near = suggestion(value, matching) ?? matching[0];
    const fix = near === undefined ? `add a pool ${value} to addons.karpenter.nodePools` : `use ${near}`;
    return { ...given, code: "node-pool-unknown", message: "the node pool does not exist", fix };
  }
  if (pool.capacity === runner.compute) return jobExceeds(entry, value, pool);
  const message = `the pool has capacity ${pool.capacity}, but the runner's compute is ${runner.compute}`;
  const fix = `use a pool with capacity ${runner.compute}, or compute: ${pool.capacity}`;
  return { ...given, code: "node-pool-capacity", message, fix };
}

export const poolsOfRunners: Rule = needs(["versions", "addons", "fleet"], ({ versions, addons, fleet }) =>
  fleet.map((entry) => {
    if (entry.runner.compute === "fargate") return unused(entry, "Fargate has no node pools");
    return versions.set === "tutorial"
      ? unused(entry, "version set tutorial has one provisioner and no node pools")
      : addons.karpenter.enabled && poolProblems(entry, addons.karpenter.nodePools);
  }),
);
