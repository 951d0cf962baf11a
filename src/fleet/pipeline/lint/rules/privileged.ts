/**
 * Docker in a job needs a privileged pod, which Fargate never has and nodes only where the runner says so. A service of
 * the job itself and a command that uses the daemon are certain. Without them the pod runs, and only its Docker does not:
 * many pipelines give Docker-in-Docker or its `DOCKER_HOST` to every job by a default.
 */
import { namesOf, type RuleFinding, type Rule } from "../rule";
import { proposed, type FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { dockerInDocker, dockerRunner, ownDocker } from "../../image-builders";
import type { LocatedText } from "../../jobs/variables";

const isPrivileged = ({ compute, privileged }: FleetRunner) => compute !== "fargate" && privileged;

/** As `build: docker` sets it, whatever the job's daemon does. Variables of the job win over those of the runner. */
const expectsTls = ({ environment }: FleetRunner) => (environment.DOCKER_TLS_VERIFY ?? "") !== "";

export const privileged: Rule = {
  name: "privileged",
  find: ({ job, takers, able }) => {
    const asked = wanted(job);
    if (asked.length === 0) return [];
    const [certificates, verify] = ["DOCKER_TLS_CERTDIR", "DOCKER_TLS_VERIFY"].map((name) =>
      job.variables.get(name),
    );
    const withoutTls = certificates?.text === "" && verify?.text !== "";
    const can = (runner: FleetRunner) => isPrivileged(runner) && !(withoutTls && expectsTls(runner));
    const runner = able((each) => can(each) && each.build === "docker") ?? able(can);
    const plain = "a runner with compute: on-demand and job.privileged: true, without build";
    const fix = runner === undefined ? (withoutTls ? plain : dockerRunner) : proposed(runner);
    const bad = takers.filter((each) => !isPrivileged(each));
    const strict = takers.filter((each) => isPrivileged(each) && !can(each));
    const reason = bad.some(({ compute }) => compute === "fargate")
      ? "Fargate runs no privileged pods"
      : "its pods are not privileged";
    return asked.flatMap(({ level, what, line, subject }): RuleFinding[] => [
      ...(bad.length === 0
        ? []
        : [
            {
              level,
              line,
              subject,
              fix,
              message: `${what} needs a privileged pod; ${namesOf(bad)}: ${reason}`,
            },
          ]),
      ...(strict.length === 0
        ? []
        : [
            {
              ...({ level: "warning", line, subject, fix } as const),
              message: `${what} runs without TLS (DOCKER_TLS_CERTDIR is empty); ${namesOf(strict)}: its jobs expect TLS`,
            },
          ]),
    ]);
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
