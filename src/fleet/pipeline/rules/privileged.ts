/**
 * Docker in a job needs a privileged pod, which Fargate never has and nodes only where the runner says so. A service of
 * the job itself and a command that uses the daemon are certain. Without them the pod runs, and only its Docker does not:
 * many pipelines give Docker-in-Docker or its `DOCKER_HOST` to every job by a default.
 */
import { namesOf, type RuleFinding, type Rule } from "../rule";
import type { FleetRunner } from "../fleet";
import type { PipelineJob } from "../jobs";
import type { LocatedText } from "../variables";

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
    return asked.map(({ level, what, line, subject }): RuleFinding => {
      return {
        level,
        line,
        subject,
        fix,
        message: `${what} needs a privileged pod; ${namesOf(bad)}: ${reason}`,
      };
    });
  },
};

function wanted({ services, hasOwnServices, image, variables, builders }: PipelineJob) {
  const usesDocker = builders.has("Docker");
  const host = variables.get("DOCKER_HOST");
  const found = (isCertain: boolean, { text, line }: LocatedText) => ({
    ...{ level: isCertain ? ("error" as const) : ("warning" as const), what: text, line, subject: text },
  });
  return [
    ...services
      .filter(({ text }) => dind.test(text))
      .map((each) => found(hasOwnServices || usesDocker, each)),
    ...(image !== undefined && dind.test(image.text) ? [found(false, image)] : []),
    ...(usesDocker && host !== undefined && ownDocker.test(host.text)
      ? [{ ...found(true, host), what: `DOCKER_HOST ${host.text}`, subject: "DOCKER_HOST" }]
      : []),
  ];
}
