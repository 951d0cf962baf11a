/**
 * A job that builds images with a program that cannot run on Fargate, and perhaps not in an unprivileged pod. A line of
 * the script is certain; an image may be used for something else. Docker-in-Docker is the rule `privileged`'s.
 *
 * A runner with `build` is prepared for one of them: `docker` for a daemon in a privileged pod, which the job adds as a
 * service, `rootless` for BuildKit in a user namespace.
 */
import { proposed, settingTables, type FleetRunner } from "../../fleet-runner";
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

interface Use extends LocatedText {
  readonly builder: ImageBuilder;
  readonly isCertain: boolean;
}

/** Why a runner cannot run a builder, the worst first. */
type Lack = "fargate" | "privileges" | "daemon";

export const imageBuilder: Rule = {
  name: "image-builder",
  find: (input) => {
    if (input.takers.length === 0) return [];
    const uses = imageBuilders.flatMap((builder) => useOf(builder, input.job));
    return [...uses.flatMap((use) => findingsOf(use, input)), ...kaniko(input.job)];
  },
};

function useOf(builder: ImageBuilder, job: PipelineJob): Use[] {
  const { name, remote, image } = builder;
  const line = job.builders.get(name);
  if (line !== undefined && remote?.argument.test(line.text) === true) return [];
  if (name === "Docker" && job.services.some(({ text }) => dockerInDocker.test(text))) return [];
  // A variable of the project may name a server elsewhere.
  if (line !== undefined) return [{ ...line, builder, isCertain: remote === undefined }];
  return job.image !== undefined && image?.test(job.image.text) === true
    ? [{ text: job.image.text, line: job.image.line, builder, isCertain: false }]
    : [];
}

/** Undefined where the runner can run it, or where the builder uses a server elsewhere. */
function lackOf(
  { name, build, remote }: ImageBuilder,
  job: PipelineJob,
  runner: FleetRunner,
): Lack | undefined {
  const { compute, privileged, environment } = runner;
  const own = remote && job.variables.get(remote.variable)?.text;
  const host = own ?? (remote && environment[remote.variable]);
  const isOwn = name === "Docker" && host !== undefined && !isUnknown(host) && ownDocker.test(host);
  if (host !== undefined && !isOwn) return undefined;
  const can = compute !== "fargate" && (privileged || (build === "rootless" && runner.build === "rootless"));
  if (can) return name === "Docker" && !hasDocker(runner) ? "daemon" : undefined;
  // The rule `privileged` reports a job that names its own daemon.
  if (own !== undefined) return undefined;
  return compute === "fargate" ? "fargate" : "privileges";
}

/** Whether each pod of the runner has a Docker daemon: a service, or the socket of the node. */
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

function findingsOf({ builder, text, line, isCertain }: Use, input: RuleInput): RuleFinding[] {
  const { job, takers } = input;
  const lacking = takers.flatMap((runner) => {
    const lack = lackOf(builder, job, runner);
    return lack === undefined ? [] : [{ runner, lack }];
  });
  const [worst] = (["fargate", "privileges", "daemon"] as const).filter((each) =>
    lacking.some(({ lack }) => lack === each),
  );
  if (worst === undefined) return [];
  const bad = lacking.filter(({ lack }) => lack === worst).map(({ runner }) => runner);
  const { name, remote } = builder;
  const reason = {
    fargate: name === "Docker" ? "Fargate runs none" : "Fargate has neither",
    privileges: "its pods are not privileged",
    daemon: "its pods have none without a service",
  }[worst];
  const unless = remote === undefined ? "" : `, unless ${remote.variable} names a server elsewhere`;
  return [
    {
      level: worst === "fargate" && isCertain ? "error" : "warning",
      ...{ line, subject: name, fix: fixOf(builder, input) },
      message: `${text}: ${name} needs ${needs(name)}${unless}; ${namesOf(bad)}: ${reason}`,
    },
  ];
}

/** A runner that is prepared for the builder before any other that can run it. */
function fixOf(builder: ImageBuilder, { job, able }: RuleInput): string {
  const lacks = (runner: FleetRunner) => lackOf(builder, job, runner);
  const fits = (runner: FleetRunner) => [undefined, "daemon"].includes(lacks(runner));
  const runner =
    able((each) => fits(each) && each.build !== undefined && each.build === builder.build) ?? able(fits);
  const service = builder.build === "docker" && (runner === undefined || lacks(runner) === "daemon");
  const kind = {
    docker: dockerRunner,
    rootless: "a runner with compute: on-demand, build: rootless and a tag of its own",
    other: "a runner with compute: on-demand and job.privileged: true",
  }[builder.build ?? "other"];
  const added = service ? `, and ${dockerService}` : "";
  return runner === undefined
    ? `${kind}${added}; or ${kanikoForks}, which needs neither`
    : proposed(runner) + added;
}

function kaniko({ image }: PipelineJob): RuleFinding[] {
  if (image === undefined || !archivedKaniko.test(image.text)) return [];
  const message = `${image.text} is archived since June 2025 and gets no fixes`;
  return [{ level: "warning", line: image.line, subject: image.text, message, fix: kanikoForks }];
}
