/** What Fargate cannot run: privileged jobs, and jobs or managers beyond its largest size. */
import { problem, type Problem } from "../input/problems";
import type { FleetEntry } from "../input/parse-sections";
import { resolveManager } from "../resolve/manager";
import { toMiB } from "../units";
import { awsLimits } from "../../facts/limits";
import { fargateOverheadMiB, fargateSize, largestFargateSize } from "../../facts/aws/fargate";
import { needs, type Rule } from "./rule";

const largest = `${largestFargateSize.vcpu} vCPU and ${largestFargateSize.memoryGiB} GB with the ${fargateOverheadMiB} MB that Fargate takes`;

function privileged({ index, runner }: FleetEntry): readonly Problem[] {
  if (!runner.job.privileged) return [];
  return [
    problem({
      code: "fargate-privileged",
      path: ["runners", index, "job", "privileged"],
      value: true,
      message: "Fargate does not run privileged pods, so Docker-in-Docker does not work",
      allowed: "privileged with compute spot, spot-first or on-demand",
      fix: "use another compute, or build images without privileges",
    }),
  ];
}

function jobSize({ index, runner: { job } }: FleetEntry): readonly Problem[] {
  const cpu = job.cpu + job.helper.cpu;
  const memoryMiB = toMiB(job.memory) + toMiB(job.helper.memory);
  if (fargateSize({ cpu, memoryMiB }) !== undefined) return [];
  return [
    problem({
      code: "job-too-large",
      path: ["runners", index, "job"],
      value: { cpu: job.cpu, memory: job.memory, helper: job.helper },
      message: `build and helper together ask for ${Math.round(cpu * 1000) / 1000} vCPU and ${memoryMiB} MiB; no Fargate size is that large`,
      allowed: `together at most ${largest}`,
      fix: "reduce the job's resources, or use compute on-demand",
    }),
  ];
}

/** What variables of a job may raise its size to. */
function jobMaximum({ index, runner: { job } }: FleetEntry): readonly Problem[] {
  const { max } = job.overwrites;
  const cpu = (max.cpu ?? job.cpu) + (max.helper.cpu ?? job.helper.cpu);
  const memoryMiB = toMiB(max.memory ?? job.memory) + toMiB(max.helper.memory ?? job.helper.memory);
  const isRaised = [max, max.helper].some(
    ({ cpu: more, memory }) => more !== undefined || memory !== undefined,
  );
  if (!isRaised || fargateSize({ cpu, memoryMiB }) !== undefined) return [];
  return [
    problem({
      code: "job-too-large",
      path: ["runners", index, "job", "overwrites", "max"],
      value: max,
      message: `a job may ask for ${Math.round(cpu * 1000) / 1000} vCPU and ${memoryMiB} MiB with its helper; no Fargate size is that large`,
      allowed: `together at most ${largest}`,
      fix: "reduce the maxima, or use compute on-demand",
    }),
  ];
}

function jobDisk({ index, runner: { job } }: FleetEntry): readonly Problem[] {
  const { ephemeralStorage } = job;
  if (ephemeralStorage === undefined || toMiB(ephemeralStorage) <= awsLimits.ephemeralGiB * 1024) return [];
  return [
    problem({
      code: "ephemeral-too-large",
      path: ["runners", index, "job", "ephemeralStorage"],
      value: ephemeralStorage,
      message: "Fargate has no ephemeral storage of this size",
      allowed: `at most ${awsLimits.ephemeralGiB}Gi`,
      fix: `write ${awsLimits.ephemeralGiB}Gi, or use compute on-demand`,
    }),
  ];
}

export const fargateJobs: Rule = needs(["fleet"], ({ fleet }) =>
  fleet
    .filter(({ runner }) => runner.compute === "fargate")
    .flatMap((entry) => [...privileged(entry), ...jobSize(entry), ...jobMaximum(entry), ...jobDisk(entry)]),
);

export const fargateManagers: Rule = needs(["cluster", "fleet"], ({ cluster, fleet }) => {
  if (cluster.managers !== "fargate") return [];
  return fleet.flatMap(({ index, runner }) => {
    const { cpu, memory } = resolveManager(runner, "fargate");
    if (fargateSize({ cpu, memoryMiB: toMiB(memory) }) !== undefined) return [];
    const computed = runner.manager.cpu === undefined && runner.manager.memory === undefined;
    return [
      problem({
        code: "manager-too-large",
        path: computed ? ["runners", index, "concurrent"] : ["runners", index, "manager"],
        value: computed ? runner.concurrent : { cpu, memory },
        message: `the manager needs ${cpu} vCPU and ${memory}; no Fargate size is that large`,
        allowed: `at most ${largest}`,
        fix: "split the runner into several with the same token, or give manager.cpu and manager.memory",
      }),
    ];
  });
});
