/** Jobs and managers that Fargate cannot run: privileged jobs, and pods beyond its largest size. */
import type { FleetEntry } from "../input/parse-sections";
import { resolveManager } from "../resolve/manager";
import { toMiB } from "../units";
import { awsLimits } from "../../facts/limits";
import { fargateOverheadMiB, fargateSize, largestFargateSize } from "../../facts/aws/fargate";
import { eachRunner, needs, type Findings, type Rule } from "./rule";

const largest = `${largestFargateSize.vcpu} vCPU and ${largestFargateSize.memoryGiB} GB, including the ${fargateOverheadMiB} MB that Fargate reserves`;

function privileged({ index, runner }: FleetEntry): Findings {
  return (
    runner.job.privileged && {
      code: "fargate-privileged",
      path: ["runners", index, "job", "privileged"],
      value: true,
      message: "Fargate does not run privileged pods, so Docker-in-Docker does not work",
      allowed: "privileged with compute spot, spot-first or on-demand",
      fix: "use another compute, or build images without privileges",
    }
  );
}

function jobSize({ index, runner: { job } }: FleetEntry): Findings {
  const cpu = job.cpu + job.helper.cpu;
  const memoryMiB = toMiB(job.memory) + toMiB(job.helper.memory);
  return (
    fargateSize({ cpu, memoryMiB }) === undefined && {
      code: "job-too-large",
      path: ["runners", index, "job"],
      value: { cpu: job.cpu, memory: job.memory, helper: job.helper },
      message: `build and helper together request ${Math.round(cpu * 1000) / 1000} vCPU and ${memoryMiB} MiB; no Fargate size is that large`,
      allowed: `together at most ${largest}`,
      fix: "reduce the job's resources, or use compute on-demand",
    }
  );
}

/** The maximum size that variables of a job may set. */
function jobMaximum({ index, runner: { job } }: FleetEntry): Findings {
  const { max } = job.overwrites;
  const cpu = (max.cpu ?? job.cpu) + (max.helper.cpu ?? job.helper.cpu);
  const memoryMiB = toMiB(max.memory ?? job.memory) + toMiB(max.helper.memory ?? job.helper.memory);
  const isRaised = [max, max.helper].some(
    ({ cpu: more, memory }) => more !== undefined || memory !== undefined,
  );
  return (
    isRaised &&
    fargateSize({ cpu, memoryMiB }) === undefined && {
      code: "job-too-large",
      path: ["runners", index, "job", "overwrites", "max"],
      value: max,
      message: `a job may request ${Math.round(cpu * 1000) / 1000} vCPU and ${memoryMiB} MiB with its helper; no Fargate size is that large`,
      allowed: `together at most ${largest}`,
      fix: "reduce the maxima, or use compute on-demand",
    }
  );
}

function jobDisk({ index, runner: { job } }: FleetEntry): Findings {
  const { ephemeralStorage } = job;
  return (
    ephemeralStorage !== undefined &&
    toMiB(ephemeralStorage) > awsLimits.ephemeralGiB * 1024 && {
      code: "ephemeral-too-large",
      path: ["runners", index, "job", "ephemeralStorage"],
      value: ephemeralStorage,
      message: "Fargate has no ephemeral storage of this size",
      allowed: `at most ${awsLimits.ephemeralGiB}Gi`,
      fix: `use ${awsLimits.ephemeralGiB}Gi, or compute on-demand`,
    }
  );
}

export const fargateJobs: Rule = eachRunner(
  (entry) =>
    entry.runner.compute === "fargate" && [
      privileged(entry),
      jobSize(entry),
      jobMaximum(entry),
      jobDisk(entry),
    ],
);

export const fargateManagers: Rule = needs(["cluster", "fleet"], ({ cluster, fleet }) => {
  if (cluster.managers !== "fargate") return undefined;
  return fleet.map(({ index, runner }) => {
    const { cpu, memory } = resolveManager(runner, "fargate");
    const computed = runner.manager.cpu === undefined && runner.manager.memory === undefined;
    return (
      fargateSize({ cpu, memoryMiB: toMiB(memory) }) === undefined && {
        code: "manager-too-large",
        path: computed ? ["runners", index, "concurrent"] : ["runners", index, "manager"],
        value: computed ? runner.concurrent : { cpu, memory },
        message: `the manager needs ${cpu} vCPU and ${memory}; no Fargate size is that large`,
        allowed: `at most ${largest}`,
        fix: "split the runner into several with the same token, or set manager.cpu and manager.memory",
      }
    );
  });
});
