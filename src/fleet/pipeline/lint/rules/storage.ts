/** A job that requests more ephemeral storage than a Fargate pod can have. */
import { awsLimits } from "../../../../facts/limits";
import type { FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { largestRequest } from "../job-requests";
import { namesOf, type Rule } from "../rule";

export const storage: Rule = {
  name: "storage",
  find: ({ job, takers, ableRunnerOr }) => {
    const bad = takers.filter((runner) => runner.compute === "fargate" && isTooLarge(job, runner));
    const request = bad[0] && largestRequest(job, bad[0], "EPHEMERAL_STORAGE");
    if (request === undefined) return [];
    const fix = ableRunnerOr(`at most ${awsLimits.ephemeralGiB}Gi, or a runner with compute: on-demand`);
    return [
      {
        ...{ level: "error", line: request.line, subject: request.name, fix },
        message: `${request.name} ${request.text} is too large; ${namesOf(bad)}: Fargate gives a pod at most ${awsLimits.ephemeralGiB} GiB`,
      },
    ];
  },
};

function isTooLarge(job: PipelineJob, runner: FleetRunner): boolean {
  const request = largestRequest(job, runner, "EPHEMERAL_STORAGE");
  return request !== undefined && request.value > awsLimits.ephemeralGiB * 1024;
}
