/** A job for arm64: EKS on Fargate runs amd64 only, and a node pool has one of the two. */
import type { FleetRunner } from "../fleet";
import type { PipelineJob } from "../jobs";
import { namesOf, type RuleFinding, type Rule } from "../rule";
import type { LocatedText } from "../variables";

const arm = /(^|[^a-z0-9])(arm64(v8)?|aarch64)([^a-z0-9]|$)/i;
const can = ({ architecture }: FleetRunner) => architecture === "arm64";

export const arm64: Rule = {
  name: "arm64",
  find: ({ job, takers, elsewhere }) => {
    const bad = takers.filter((runner) => !can(runner));
    const asked = wanted(job);
    if (bad.length === 0 || asked.length === 0) return [];
    const reason = bad.some(({ compute }) => compute === "fargate")
      ? "EKS on Fargate runs amd64 only"
      : "its nodes are amd64";
    const fix = elsewhere(
      "a runner whose addons.karpenter.nodePools entry has architecture: arm64, or an image for amd64",
    );
    return asked.map(({ text, line }): RuleFinding => {
      return {
        level: "error",
        line,
        subject: text,
        fix,
        message: `${text} is arm64; ${namesOf(bad)}: ${reason}`,
      };
    });
  },
};

function wanted({ tags, image, platform, services, variables }: PipelineJob): LocatedText[] {
  const selectors = [...variables].flatMap(([name, value]) =>
    name.startsWith("KUBERNETES_NODE_SELECTOR_") ? [value] : [],
  );
  const named = tags.names.map((text) => ({ text, line: tags.line }));
  const texts = [
    ...(image ? [image] : []),
    ...(platform ? [platform] : []),
    ...services,
    ...selectors,
    ...named,
  ];
  return texts.filter(({ text }) => arm.test(text));
}
