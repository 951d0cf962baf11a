/**
 * Measures the fleet model with ten times the jobs, in one run: `npm run bench:capacity`. It only prints the times, because
 * they depend on the machine.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { parseConfig } from "../../src/config";
import { findBottlenecks } from "../../src/fleet/capacity/find-bottlenecks";
import type { Fleet } from "../../src/fleet/capacity/fleet";
import { fleetGroups } from "../../src/fleet/capacity/groups";
import { simulate } from "../../src/fleet/capacity/simulate";
import { tableText } from "./measure";

const rounds = 7;

function fleetOf(file: string): Fleet {
  const raw: unknown = { ...parse(readFileSync(file, "utf8")), capacity: { fargateVcpuQuota: 10_000 } };
  const parsed = parseConfig(raw, { env: {}, today: new Date().toISOString().slice(0, 10), home: "/" });
  const [group] = parsed.ok ? fleetGroups(parsed.config) : [];
  if (group === undefined) throw new Error(`${file} has no fleet`);
  return group.fleet;
}

/** Median milliseconds, after one round that warms the compiler. */
function measured(work: () => unknown, times = rounds): number {
  work();
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return taken[Math.floor(times / 2)] ?? NaN;
}

const fleet = fleetOf("examples/thousand.yaml");
const counts = [1000, 10_000] as const;
const candidates = [
  ...counts.map((jobs) => ({
    name: `${jobs} jobs, simulated once`,
    ms: measured(() => simulate(fleet, jobs)),
  })),
  ...counts.map((jobs) => ({
    name: `${jobs} jobs, with what limits them`,
    ms: measured(() => findBottlenecks(fleet, jobs), 3),
  })),
];
const [base] = candidates;
const rows = candidates.map(({ name, ms }) => [
  name,
  ms.toFixed(1),
  `${(ms / (base?.ms ?? NaN)).toFixed(1)}x`,
]);
process.stdout.write(tableText([["fleet model, examples/thousand.yaml", "median ms", "ratio"], ...rows]));
