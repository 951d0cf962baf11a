/**
 * Docker in a job needs a privileged pod, which Fargate never has and nodes only where the runner says so. A service of
 * the job itself and a command that uses the daemon are certain. Without them the pod runs, and only its Docker does not:
 * many pipelines give Docker-in-Docker or its `DOCKER_HOST` to every job by a default.
 */
import { namesOf, type RuleFinding, type Rule } from "../rule";
import { proposed, type FleetRunner } from "../fleet";
import type { PipelineJob } from "../jobs";
import { dockerInDocker, dockerRunner, ownDocker } from "../tables/image-builders";
import type { LocatedText } from "../variables";

const can = ({ compute, privileged }: FleetRunner) => compute !== "fargate" && privileged;

export const privileged: Rule = {
  name: "privileged",
  find: ({ job, takers, able }) => {
    const bad = takers.filter((runner) => !can(runner));
    const asked = wanted(job);
    if (bad.length === 0 || asked.length === 0) return [];
    const reason = bad.some(({ compute }) => compute === "fargate")
      ? "Fargate runs no privileged pods"
      : "its pods are not privileged";
    const runner = able(({ build }) => build === "docker") ?? able();
    const fix = runner === undefined ? dockerRunner : proposed(runner);
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
      .filter(({ text }) => dockerInDocker.test(text))
      .map((each) => found(hasOwnServices || usesDocker, each)),
    ...(image !== undefined && dockerInDocker.test(image.text) ? [found(false, image)] : []),
    ...(usesDocker && host !== undefined && ownDocker.test(host.text)
      ? [{ ...found(true, host), what: `DOCKER_HOST ${host.text}`, subject: "DOCKER_HOST" }]
      : []),
  ];
}
