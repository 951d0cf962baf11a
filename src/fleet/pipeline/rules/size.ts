/** A job that asks for more CPU or memory than the largest Fargate size, or for more CPU than any node of its pool. */
import { fargateSize, largestFargateSize } from "../../../facts/fargate";
import type { FleetRunner } from "../fleet";
import type { PipelineJob } from "../jobs";
import { largestRequest } from "../quantities";
import { namesOf, type Rule } from "../rule";

export const size: Rule = {
  name: "size",
  find: ({ job, takers, elsewhere }) => {
    const cpu = largestRequest(job, "CPU");
    const memory = largestRequest(job, "MEMORY");
    const asked = cpu ?? memory;
    if (asked === undefined) return [];
    const fits = (runner: FleetRunner) => fitsOn(runner, cpu?.value, memory?.value);
    const bad = takers.filter((runner) => !fits(runner));
    if (bad.length === 0) return [];
    const most = bad.some(({ compute }) => compute === "fargate")
      ? `Fargate's largest pod has ${largestFargateSize.vcpu} vCPU and ${largestFargateSize.memoryGiB} GB, helper included`
      : `the largest node has ${Math.max(...bad.map(({ largestVcpu }) => largestVcpu))} vCPU`;
    const fix = elsewhere(
      "a smaller request, or a runner with compute: on-demand whose node pool has enough cpus",
    );
    return [
      {
        ...{ level: "error", line: asked.line, subject: asked.name, fix },
        message: `${written(job)} is too large; ${namesOf(bad)}: ${most}`,
      },
    ];
  },
};

function fitsOn(
  { compute, job, helper, largestVcpu }: FleetRunner,
  cpu = job.cpu,
  memoryMiB = job.memoryMiB,
) {
  const total = { cpu: cpu + helper.cpu, memoryMiB: memoryMiB + helper.memoryMiB };
  return compute === "fargate" ? fargateSize(total) !== undefined : total.cpu <= largestVcpu;
}

function written(job: PipelineJob): string {
  return [largestRequest(job, "CPU"), largestRequest(job, "MEMORY")]
    .flatMap((each) => (each === undefined ? [] : [`${each.name} ${each.text}`]))
    .join(" with ");
}
