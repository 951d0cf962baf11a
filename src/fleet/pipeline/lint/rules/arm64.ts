/**
 * A job for arm64 on a runner for amd64. EKS on Fargate runs only amd64, and a node pool has one architecture.
 *
 * A tag, a node selector that the runner allows, and an image of Docker's `arm64v8` are errors. Another image with arm64 in
 * its name may be a cross compiler, and the Kubernetes executor ignores `docker:platform` (gitlab-org/gitlab-runner
 * executors/kubernetes, which never reads it; read 2026-11-30): these are warnings.
 */
import type { FleetRunner } from "../../fleet-runner";
import { allowsOverwrite } from "../overwrites";
import type { PipelineJob } from "../../jobs/job-reader";
import { namesOf, type RuleFinding, type Rule } from "../rule";

const arm = /(^|[^a-z0-9])(arm64(v8)?|aarch64)([^a-z0-9]|$)/i;
const armOnly = /(^|\/)arm64v8\//;
const isArm = ({ architecture }: FleetRunner) => architecture === "arm64";

export const arm64: Rule = {
  name: "arm64",
  find: ({ job, takers, ableRunnerOr }) => {
    const bad = takers.filter((runner) => !isArm(runner));
    const signs = signsOfArm(job, bad);
    if (bad.length === 0 || signs.length === 0) return [];
    const reason = bad.some(({ compute }) => compute === "fargate")
      ? "EKS on Fargate runs amd64 only"
      : "its nodes are amd64";
    const fix = ableRunnerOr(
      "a runner whose addons.karpenter.nodePools entry has architecture: arm64, or an image for amd64",
    );
    return signs.map(({ level, text, line }): RuleFinding => {
      const message = `${text} is arm64; ${namesOf(bad)}: ${reason}`;
      return { level, line, subject: text, fix, message };
    });
  },
};

/** Tags, images and variables of the job that name arm64. */
function signsOfArm(
  { tags, image, platform, services, variables }: PipelineJob,
  runners: readonly FleetRunner[],
) {
  const error = (text: string, line: number) => ({ level: "error" as const, text, line });
  const warning = (text: string, line: number) => ({ level: "warning" as const, text, line });
  const images = [...(image ? [image] : []), ...services];
  const selectors = [...variables].filter(
    ([name]) =>
      name.startsWith("KUBERNETES_NODE_SELECTOR_") && runners.some((runner) => allowsOverwrite(runner, name)),
  );
  return [
    ...images.map(({ text, line }) => (armOnly.test(text) ? error(text, line) : warning(text, line))),
    ...(platform ? [warning(platform.text, platform.line)] : []),
    ...selectors.map(([, { text, line }]) => error(text, line)),
    ...tags.names.map((text) => error(text, tags.line)),
  ].filter(({ text }) => arm.test(text));
}
