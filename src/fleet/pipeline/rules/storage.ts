/** A job that asks for more disk than a Fargate pod can have. */
import { awsLimits } from "../../../facts/limits";
import type { FleetRunner } from "../fleet";
import { largestRequest } from "../quantities";
import { namesOf, type Rule } from "../rule";

const onNodes = ({ compute }: FleetRunner) => compute !== "fargate";

export const storage: Rule = {
  name: "storage",
  find: ({ job, takers, elsewhere }) => {
    const asked = largestRequest(job, "EPHEMERAL_STORAGE");
    const bad = takers.filter((runner) => !onNodes(runner));
    if (asked === undefined || asked.value <= awsLimits.ephemeralGiB * 1024 || bad.length === 0) return [];
    const fix = elsewhere(`at most ${awsLimits.ephemeralGiB}Gi, or a runner with compute: on-demand`);
    return [
      {
        ...{ level: "error", line: asked.line, subject: asked.name, fix },
        message: `${asked.name} ${asked.text} is too large; ${namesOf(bad)}: Fargate gives a pod at most ${awsLimits.ephemeralGiB} GiB`,
      },
    ];
  },
};
