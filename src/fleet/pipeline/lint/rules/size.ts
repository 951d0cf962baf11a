/**
 * A job that requests more CPU or memory than the largest Fargate size has, or more CPU than any node of its pool. The rule
 * `overwrite` checks requests that the runner does not allow.
 */
import { fargateSize, largestFargateSize } from "../../../../facts/aws/fargate";
import type { FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { largestRequest } from "../job-requests";
import { namesOf, type Rule } from "../rule";

export const size: Rule = {
  name: "size",
  find: ({ job, takers, ableRunnerOr }) => {
    const bad = takers.filter((runner) => !fitsOn(job, runner));
    const [first] = bad;
    const request = first && (largestRequest(job, first, "CPU") ?? largestRequest(job, first, "MEMORY"));
    if (first === undefined || request === undefined) return [];
    const max = bad.some(({ compute }) => compute === "fargate")
      ? `Fargate's largest pod has ${largestFargateSize.vcpu} vCPU and ${largestFargateSize.memoryGiB} GB, helper included`
      : `the largest node has ${Math.max(...bad.map(({ largestVcpu }) => largestVcpu))} vCPU`;
    const fix = ableRunnerOr(
      "a smaller request, or a runner with compute: on-demand whose node pool has enough cpus",
    );
    return [
      {
        ...{ level: "error", line: request.line, subject: request.name, fix },
        message: `${requestText(job, first)} is too large; ${namesOf(bad)}: ${max}`,
      },
    ];
  },
};

function fitsOn(pipelineJob: PipelineJob, runner: FleetRunner): boolean {
  const { compute, job, helper, largestVcpu } = runner;
  const cpu = largestRequest(pipelineJob, runner, "CPU")?.value;
  const memoryMiB = largestRequest(pipelineJob, runner, "MEMORY")?.value;
  if (cpu === undefined && memoryMiB === undefined) return true;
  const total = {
    cpu: (cpu ?? job.cpu) + helper.cpu,
    memoryMiB: (memoryMiB ?? job.memoryMiB) + helper.memoryMiB,
  };
  return compute === "fargate" ? fargateSize(total) !== undefined : total.cpu <= largestVcpu;
}

function requestText(job: PipelineJob, runner: FleetRunner): string {
  return [largestRequest(job, runner, "CPU"), largestRequest(job, runner, "MEMORY")]
    .flatMap((request) => (request === undefined ? [] : [`${request.name} ${request.text}`]))
    .join(" with ");
}
