/**
 * A job that builds images with a program that cannot run on Fargate, and perhaps not in an unprivileged pod. A line of
 * the script is certain; an image may be used for something else. Docker-in-Docker is the rule `privileged`'s.
 */
import type { FleetRunner } from "../fleet";
import type { PipelineJob } from "../jobs";
import { namesOf, type Rule, type RuleFinding } from "../rule";
import { archivedKaniko, imageBuilders, kanikoForks, type ImageBuilder } from "../tables/image-builders";
import type { LocatedText } from "../variables";

interface Use extends LocatedText {
  readonly builder: ImageBuilder;
  readonly isCertain: boolean;
}

export const imageBuilder: Rule = {
  name: "image-builder",
  find: ({ job, takers, elsewhere }) => {
    if (takers.length === 0) return [];
    const uses = imageBuilders.flatMap((builder) => useOf(builder, job, takers));
    return [...uses.flatMap((use) => findingsOf(use, takers, elsewhere)), ...kaniko(job)];
  },
};

function useOf(builder: ImageBuilder, job: PipelineJob, takers: readonly FleetRunner[]): Use[] {
  const { name, remote, image } = builder;
  const line = job.builders.get(name);
  const isRemote =
    remote !== undefined &&
    (job.variables.has(remote.variable) ||
      takers.some(({ environment }) => environment[remote.variable] !== undefined) ||
      (line !== undefined && remote.argument.test(line.text)));
  if (isRemote || (name === "Docker" && job.services.some(({ text }) => /dind/.test(text)))) return [];
  // A variable of the project may name a server elsewhere.
  if (line !== undefined) return [{ ...line, builder, isCertain: remote === undefined }];
  return job.image !== undefined && image?.test(job.image.text) === true
    ? [{ text: job.image.text, line: job.image.line, builder, isCertain: false }]
    : [];
}

function findingsOf(
  { builder: { name, remote }, text, line, isCertain }: Use,
  takers: readonly FleetRunner[],
  elsewhere: (setting: string) => string,
): RuleFinding[] {
  const bad = takers.filter(({ compute, privileged }) => compute === "fargate" || !privileged);
  if (bad.length === 0) return [];
  const onFargate = bad.filter(({ compute }) => compute === "fargate");
  const needs =
    name === "Docker"
      ? { what: "a Docker daemon", none: "Fargate runs none" }
      : { what: "a user namespace or a privileged pod", none: "Fargate has neither" };
  const unless = remote === undefined ? "" : `, unless ${remote.variable} names a server elsewhere`;
  const fix = elsewhere(
    `a runner with compute: on-demand and job.privileged: true, or ${kanikoForks}, which needs neither`,
  );
  const [level, where] =
    onFargate.length > 0
      ? ([isCertain ? "error" : "warning", `${namesOf(onFargate)}: ${needs.none}`] as const)
      : (["warning", `${namesOf(bad)}: its pods are not privileged`] as const);
  return [
    { level, line, subject: name, message: `${text}: ${name} needs ${needs.what}${unless}; ${where}`, fix },
  ];
}

function kaniko({ image }: PipelineJob): RuleFinding[] {
  if (image === undefined || !archivedKaniko.test(image.text)) return [];
  const message = `${image.text} is archived since June 2025 and gets no fixes`;
  return [{ level: "warning", line: image.line, subject: image.text, message, fix: kanikoForks }];
}
