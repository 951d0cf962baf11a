/** Docker in a job needs a privileged pod, which Fargate never has and nodes only where the runner says so. */
import { namesOf, type RuleFinding, type Rule } from "../rule";
import type { FleetRunner } from "../fleet";
import type { PipelineJob } from "../jobs";

const dind = /(^|\/)docker:\S*dind/;
/** The job's own Docker, not one of another machine. */
const ownDocker = /^(unix:|(tcp|http):\/\/(docker|localhost|127\.0\.0\.1|docker-\w+)(:|\/|$))/;

const can = ({ compute, privileged }: FleetRunner) => compute !== "fargate" && privileged;

export const privileged: Rule = {
  name: "privileged",
  find: ({ job, takers, elsewhere }) => {
    const bad = takers.filter((runner) => !can(runner));
    const asked = wanted(job);
    if (bad.length === 0 || asked.length === 0) return [];
    const reason = bad.some(({ compute }) => compute === "fargate")
      ? "Fargate runs no privileged pods"
      : "its pods are not privileged";
    const fix = elsewhere("a runner with compute: on-demand and job.privileged: true");
    return asked.map(({ what, line, subject }): RuleFinding => {
      return {
        level: "error",
        line,
        subject,
        fix,
        message: `${what} needs a privileged pod; ${namesOf(bad)}: ${reason}`,
      };
    });
  },
};

function wanted({ services, image, variables }: PipelineJob) {
  const images = image === undefined ? services : [...services, image];
  const host = variables.get("DOCKER_HOST");
  return [
    ...images
      .filter(({ text }) => dind.test(text))
      .map(({ text, line }) => ({ what: text, line, subject: text })),
    ...(host !== undefined && ownDocker.test(host.text)
      ? [{ what: `DOCKER_HOST ${host.text}`, line: host.line, subject: "DOCKER_HOST" }]
      : []),
  ];
}
