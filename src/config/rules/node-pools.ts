/** Node pools and the runners that name them. */
import { suggestion } from "../input/suggestion";
import { valueAt } from "../paths";
import { problem, type Problem } from "../input/problems";
import type { FleetEntry } from "../input/parse-sections";
import type { NodePoolConfig } from "../schema/addons";
import { daemonCpu } from "../../facts/kubernetes/nodes";
import { needs, type Rule } from "./rule";

/** Reads the raw input, because both version sets have a default for `nodePools`. */
export const poolsOfSet: Rule = needs(["versions"], ({ versions }, { raw }) => {
  const path = ["addons", "karpenter", "nodePools"];
  const value = valueAt(raw, path);
  if (versions.set !== "tutorial" || value === undefined) return [];
  return [
    problem({
      code: "node-pools-fixed",
      path,
      value,
      message: "version set tutorial has the published provisioner instead of node pools",
      allowed: "node pools in version set current",
      fix: "remove nodePools",
    }),
  ];
});

type Pool = Pick<NodePoolConfig, "capacity" | "cpus">;

function unused({ index, runner }: FleetEntry, message: string): Problem {
  return problem({
    code: "node-pool-unused",
    path: ["runners", index, "nodePool"],
    value: runner.nodePool,
    message,
    allowed: "nodePool for compute spot, spot-first or on-demand, in version set current",
    fix: "remove nodePool",
  });
}

/** Of CPU only: how much memory an instance has depends on its family. */
function jobExceeds({ index, runner }: FleetEntry, name: string, pool: Pool): readonly Problem[] {
  const { job } = runner;
  const cpu = job.cpu + job.helper.cpu;
  const largest = Math.max(...pool.cpus);
  // In thousandths, since a sum of fractions may miss a whole number by a hair.
  if (Math.round(cpu * 1000) <= Math.round((largest - daemonCpu) * 1000)) return [];
  return [
    problem({
      code: "job-exceeds-pool",
      path: ["runners", index, "job"],
      value: { cpu: job.cpu, helper: { cpu: job.helper.cpu } },
      message: `build and helper together ask for ${Math.round(cpu * 1000) / 1000} vCPU, the largest node of ${name} has ${largest}, of which ${daemonCpu} go to the pods that every node has: the job would stay pending`,
      allowed: `together at most ${largest - daemonCpu} vCPU`,
      fix: `make the job smaller, or add larger instances to addons.karpenter.nodePools.${name}.cpus`,
    }),
  ];
}

function poolProblems(entry: FleetEntry, pools: Readonly<Record<string, Pool>>): readonly Problem[] {
  const { index, runner } = entry;
  const value = runner.nodePool ?? runner.compute;
  const path = ["runners", index, "nodePool"];
  const pool = Object.hasOwn(pools, value) ? pools[value] : undefined;
  const names = Object.keys(pools);
  const matching = names.filter((name) => pools[name]?.capacity === runner.compute);
  const allowed =
    matching.length === 0 ? `no pool: none has capacity ${runner.compute}` : matching.join(", ");
  if (pool === undefined) {
    const near = suggestion(value, matching) ?? matching[0];
    const fix = near === undefined ? `add a pool ${value} to addons.karpenter.nodePools` : `use ${near}`;
    return [
      problem({
        code: "node-pool-unknown",
        path,
        value,
        message: "the node pool does not exist",
        allowed,
        fix,
      }),
    ];
  }
  if (pool.capacity === runner.compute) return jobExceeds(entry, value, pool);
  const message = `the pool has capacity ${pool.capacity}, but the runner's compute is ${runner.compute}`;
  const fix = `use a pool with capacity ${runner.compute}, or compute: ${pool.capacity}`;
  return [problem({ code: "node-pool-capacity", path, value, message, allowed, fix })];
}

export const poolsOfRunners: Rule = needs(["versions", "addons", "fleet"], ({ versions, addons, fleet }) =>
  fleet.flatMap((entry) => {
    const given = entry.runner.nodePool !== undefined;
    if (entry.runner.compute === "fargate") return given ? [unused(entry, "Fargate has no node pools")] : [];
    if (versions.set === "tutorial") {
      return given ? [unused(entry, "version set tutorial has one provisioner and no node pools")] : [];
    }
    return addons.karpenter.enabled ? poolProblems(entry, addons.karpenter.nodePools) : [];
  }),
);
