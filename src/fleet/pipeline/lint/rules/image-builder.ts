/**
 * A job that builds images with a program that cannot run on Fargate, and perhaps not in an unprivileged pod. A line of
 * the script proves the use of the program; an image may be used for another purpose. The rule `privileged` checks
 * Docker-in-Docker.
 *
 * A runner with `build` is prepared for one program: `docker` for a daemon in a privileged pod, which the job adds as a
 * service, and `rootless` for BuildKit in a user namespace.
 */
import { runnerProposal, settingTables, type FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { namesOf, type Rule, type RuleFinding, type RuleInput } from "../rule";
import {
  archivedKaniko,
  dockerInDocker,
  dockerRunner,
  dockerService,
  imageBuilders,
  kanikoForks,
  ownDocker,
  type ImageBuilder,
} from "../../image-builders";
import { isUnknown, type LocatedText } from "../../jobs/variables";

/** A line of a script or an image by which a job uses a builder. */
interface BuilderUse extends LocatedText {
  readonly builder: ImageBuilder;
  readonly isCertain: boolean;
}

/** Why a runner cannot run a builder, beginning with the worst reason. */
type Obstacle = "fargate" | "privileges" | "daemon";

export const imageBuilder: Rule = {
  name: "image-builder",
  find: (input) => {
    if (input.takers.length === 0) return [];
    const uses = imageBuilders.flatMap((builder) => useOf(builder, input.job));
    return [...uses.flatMap((use) => findingsOf(use, input)), ...kaniko(input.job)];
  },
};

function useOf(builder: ImageBuilder, job: PipelineJob): BuilderUse[] {
  const { name, remote, image } = builder;
  const line = job.builders.get(name);
  if (line !== undefined && remote?.argument.test(line.text) === true) return [];
  if (name === "Docker" && job.services.some(({ text }) => dockerInDocker.test(text))) return [];
  // A variable of the project may name a remote server.
  if (line !== undefined) return [{ ...line, builder, isCertain: remote === undefined }];
  return job.image !== undefined && image?.test(job.image.text) === true
    ? [{ text: job.image.text, line: job.image.line, builder, isCertain: false }]
    : [];
}

/** Undefined if the runner can run the builder, or if the builder uses a remote server. */
function obstacleOf(
  { name, build, remote }: ImageBuilder,
  job: PipelineJob,
  runner: FleetRunner,
): Obstacle | undefined {
  const { compute, privileged, environment } = runner;
  const own = remote && job.variables.get(remote.variable)?.text;
  const host = own ?? (remote && environment[remote.variable]);
  const isOwn = name === "Docker" && host !== undefined && !isUnknown(host) && ownDocker.test(host);
  if (host !== undefined && !isOwn) return undefined;
  const isRootless = build === "rootless" && runner.build === "rootless";
  if (compute !== "fargate" && (privileged || isRootless))
    return name === "Docker" && !hasDocker(runner) ? "daemon" : undefined;
  // The rule `privileged` reports a job that names a daemon in its own pod.
  if (own !== undefined) return undefined;
  return compute === "fargate" ? "fargate" : "privileges";
}

/** Whether each pod of the runner has a Docker daemon, by a service or by the socket of the node. */
function hasDocker(runner: FleetRunner): boolean {
  const services = settingTables(runner, "services");
  const volumes = settingTables(runner, "volumes").flatMap(({ host_path }) => host_path ?? []);
  return (
    services.some(({ name }) => typeof name === "string" && dockerInDocker.test(name)) ||
    JSON.stringify(volumes).includes("docker.sock")
  );
}

const needs = (name: string) =>
  name === "Docker" ? "a Docker daemon" : "a user namespace or a privileged pod";

function findingsOf({ builder, text, line, isCertain }: BuilderUse, input: RuleInput): RuleFinding[] {
  const { job, takers } = input;
  const obstacles = takers.map((runner) => obstacleOf(builder, job, runner));
  const worst = (["fargate", "privileges", "daemon"] as const).find((obstacle) =>
    obstacles.includes(obstacle),
  );
  if (worst === undefined) return [];
  const bad = takers.filter((_, index) => obstacles[index] === worst);
  const { name, remote } = builder;
  const reason = {
    fargate: name === "Docker" ? "Fargate has no daemon" : "Fargate has neither",
    privileges: "its pods are not privileged",
    daemon: "its pods have no daemon without a service",
  }[worst];
  const unless = remote === undefined ? "" : `, unless ${remote.variable} names a remote server`;
  return [
    {
      level: worst === "fargate" && isCertain ? "error" : "warning",
      ...{ line, subject: name, fix: fixOf(builder, input) },
      message: `${text}: ${name} needs ${needs(name)}${unless}; ${namesOf(bad)}: ${reason}`,
    },
  ];
}

/** Proposes a runner that is prepared for the builder, else another runner that can run it, else a new runner. */
function fixOf(builder: ImageBuilder, { job, ableRunner }: RuleInput): string {
  const obstacle = (runner: FleetRunner) => obstacleOf(builder, job, runner);
  const fits = (runner: FleetRunner) => [undefined, "daemon"].includes(obstacle(runner));
  const runner =
    ableRunner(
      (candidate) => fits(candidate) && candidate.build !== undefined && candidate.build === builder.build,
    ) ?? ableRunner(fits);
  const service = builder.build === "docker" && (runner === undefined || obstacle(runner) === "daemon");
  const kind = {
    docker: dockerRunner,
    rootless: "a runner with compute: on-demand, build: rootless and a tag of its own",
    other: "a runner with compute: on-demand and job.privileged: true",
  }[builder.build ?? "other"];
  const added = service ? `, and ${dockerService}` : "";
  return runner === undefined
    ? `${kind}${added}; or ${kanikoForks}, which needs neither`
    : runnerProposal(runner) + added;
}

function kaniko({ image }: PipelineJob): RuleFinding[] {
  if (image === undefined || !archivedKaniko.test(image.text)) return [];
  const message = `${image.text} was archived in June 2025 and gets no fixes`;
  return [{ level: "warning", line: image.line, subject: image.text, message, fix: kanikoForks }];
}
