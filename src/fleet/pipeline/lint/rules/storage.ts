/** A job that asks for more disk than a Fargate pod can have. */
import { awsLimits } from "../../../../facts/limits";
import type { FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { largestRequest } from "../job-requests";
import { namesOf, type Rule } from "../rule";

export const storage: Rule = {
  name: "storage",
  find: ({ job, takers, elsewhere }) => {
    const bad = takers.filter((runner) => runner.compute === "fargate" && isTooLarge(job, runner));
    const asked = bad[0] && largestRequest(job, bad[0], "EPHEMERAL_STORAGE");
    if (asked === undefined) return [];
    const fix = elsewhere(`at most ${awsLimits.ephemeralGiB}Gi, or a runner with compute: on-demand`);
    return [
      {
        ...{ level: "error", line: asked.line, subject: asked.name, fix },
        message: `${asked.name} ${asked.text} is too large; ${namesOf(bad)}: Fargate gives a pod at most ${awsLimits.ephemeralGiB} GiB`,
      },
    ];
  },
};

function isTooLarge(job: PipelineJob, runner: FleetRunner): boolean {
  const asked = largestRequest(job, runner, "EPHEMERAL_STORAGE");
  return asked !== undefined && asked.value > awsLimits.ephemeralGiB * 1024;
}
