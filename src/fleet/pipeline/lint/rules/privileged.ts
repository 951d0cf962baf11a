/**
 * Docker in a job on a runner without privileged pods. Fargate never runs privileged pods, and nodes only for runners with
 * `privileged`. A service of the job itself, and a command that uses the daemon, are errors. Otherwise the finding is a
 * warning: many pipelines have Docker-in-Docker or its `DOCKER_HOST` in their defaults, and the other jobs do not use it.
 */
import { namesOf, type RuleFinding, type Rule } from "../rule";
import { runnerProposal, type FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { dockerInDocker, dockerRunner, ownDocker } from "../../image-builders";
import type { LocatedText } from "../../jobs/variables";

const isPrivileged = ({ compute, privileged }: FleetRunner) => compute !== "fargate" && privileged;

/** Whether the runner makes clients use TLS, as `build: docker` does. Variables of the job have priority over it. */
const expectsTls = ({ environment }: FleetRunner) => (environment.DOCKER_TLS_VERIFY ?? "") !== "";

export const privileged: Rule = {
  name: "privileged",
  find: ({ job, takers, ableRunner }) => {
    const uses = usesOfDocker(job);
    if (uses.length === 0) return [];
    const [certificates, verify] = ["DOCKER_TLS_CERTDIR", "DOCKER_TLS_VERIFY"].map((name) =>
      job.variables.get(name),
    );
    const withoutTls = certificates?.text === "" && verify?.text !== "";
    const can = (runner: FleetRunner) => isPrivileged(runner) && !(withoutTls && expectsTls(runner));
    const runner =
      ableRunner((candidate) => can(candidate) && candidate.build === "docker") ?? ableRunner(can);
    const unprepared = "a runner with compute: on-demand and job.privileged: true, without build";
    const fix = runner === undefined ? (withoutTls ? unprepared : dockerRunner) : runnerProposal(runner);
    const bad = takers.filter((candidate) => !isPrivileged(candidate));
    const strict = takers.filter((candidate) => isPrivileged(candidate) && !can(candidate));
    const reason = bad.some(({ compute }) => compute === "fargate")
      ? "Fargate runs no privileged pods"
      : "its pods are not privileged";
    return uses.flatMap(({ level, name, line, subject }): RuleFinding[] => {
      const privilege = `${name} needs a privileged pod; ${namesOf(bad)}: ${reason}`;
      const tls = `${name} runs without TLS (DOCKER_TLS_CERTDIR is empty); ${namesOf(strict)}: its jobs expect TLS`;
      return [
        ...(bad.length === 0 ? [] : [{ level, line, subject, fix, message: privilege }]),
        ...(strict.length === 0 ? [] : [{ level: "warning", line, subject, fix, message: tls } as const]),
      ];
    });
  },
};

/** Services, the image and the `DOCKER_HOST` of the job by which it uses Docker-in-Docker. */
function usesOfDocker({ services, hasOwnServices, image, variables, builders }: PipelineJob) {
  const usesDocker = builders.has("Docker");
  const host = variables.get("DOCKER_HOST");
  const use = (isCertain: boolean, { text, line }: LocatedText, subject = text, name = text) => ({
    ...{ level: isCertain ? ("error" as const) : ("warning" as const), name, line, subject },
  });
  return [
    ...services
      .filter(({ text }) => dockerInDocker.test(text))
      .map((service) => use(hasOwnServices || usesDocker, service)),
    ...(image !== undefined && dockerInDocker.test(image.text) ? [use(false, image)] : []),
    ...(usesDocker && host !== undefined && ownDocker.test(host.text)
      ? [use(true, host, "DOCKER_HOST", `DOCKER_HOST ${host.text}`)]
      : []),
  ];
}
