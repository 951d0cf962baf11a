/**
 * A job that asks for more CPU or memory than the largest Fargate size, or for more CPU than any node of its pool. What
 * the runner does not let it choose has no effect, which is another rule's.
 */
import { fargateSize, largestFargateSize } from "../../../../facts/aws/fargate";
import type { FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { largestRequest } from "../job-requests";
import { namesOf, type Rule } from "../rule";

export const size: Rule = {
  name: "size",
  find: ({ job, takers, elsewhere }) => {
    const bad = takers.filter((runner) => !fitsOn(job, runner));
    const [first] = bad;
    const asked = first && (largestRequest(job, first, "CPU") ?? largestRequest(job, first, "MEMORY"));
    if (first === undefined || asked === undefined) return [];
    const most = bad.some(({ compute }) => compute === "fargate")
      ? `Fargate's largest pod has ${largestFargateSize.vcpu} vCPU and ${largestFargateSize.memoryGiB} GB, helper included`
      : `the largest node has ${Math.max(...bad.map(({ largestVcpu }) => largestVcpu))} vCPU`;
    const fix = elsewhere(
      "a smaller request, or a runner with compute: on-demand whose node pool has enough cpus",
    );
    return [
      {
        ...{ level: "error", line: asked.line, subject: asked.name, fix },
        message: `${written(job, first)} is too large; ${namesOf(bad)}: ${most}`,
      },
    ];
  },
};

function fitsOn(asked: PipelineJob, runner: FleetRunner): boolean {
  const { compute, job, helper, largestVcpu } = runner;
  const cpu = largestRequest(asked, runner, "CPU")?.value;
  const memoryMiB = largestRequest(asked, runner, "MEMORY")?.value;
  if (cpu === undefined && memoryMiB === undefined) return true;
  const total = {
    cpu: (cpu ?? job.cpu) + helper.cpu,
    memoryMiB: (memoryMiB ?? job.memoryMiB) + helper.memoryMiB,
  };
  return compute === "fargate" ? fargateSize(total) !== undefined : total.cpu <= largestVcpu;
}

function written(job: PipelineJob, runner: FleetRunner): string {
  return [largestRequest(job, runner, "CPU"), largestRequest(job, runner, "MEMORY")]
    .flatMap((each) => (each === undefined ? [] : [`${each.name} ${each.text}`]))
    .join(" with ");
}
