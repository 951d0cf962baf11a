/** A job that wants a GPU: Fargate has none, and a node pool only if its instance categories do. */
import type { FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { isUnknown } from "../../jobs/variables";
import { namesOf, type RuleFinding, type Rule } from "../rule";

/** Instance categories with GPUs. Source: EC2 instance types guide, "Accelerated computing"; read 2026-11-28. */
const gpuCategories = ["g", "p"];
const can = ({ categories }: FleetRunner) => categories.some((category) => gpuCategories.includes(category));

export const gpu: Rule = {
  name: "gpu",
  find: ({ job, takers, elsewhere }) => {
    const bad = takers.filter((runner) => !can(runner));
    const asked = wanted(job);
    if (bad.length === 0 || asked.length === 0) return [];
    const fix = elsewhere(
      "a runner whose addons.karpenter.nodePools entry has instanceCategories: [g], with NVIDIA's device plugin in the cluster",
    );
    return asked.map((each): RuleFinding => ({
      ...each,
      fix,
      message: `${each.message}; ${namesOf(bad)}: no GPU`,
    }));
  },
};

function wanted({ tags, image, variables }: PipelineJob): Omit<RuleFinding, "fix">[] {
  const tag = tags.names.find((name) => /(^|[-_:])gpu([-_:]|$)/i.test(name));
  const asked = [...variables].filter(
    ([name, { text }]) =>
      (name === "NVIDIA_VISIBLE_DEVICES" && !isUnknown(text) && !["", "none", "void"].includes(text)) ||
      (name.startsWith("KUBERNETES_NODE_SELECTOR_") && /gpu|accelerator/i.test(text)),
  );
  return [
    ...(tag === undefined
      ? []
      : [
          {
            level: "error" as const,
            line: tags.line,
            subject: tag,
            message: `the tag ${tag} asks for a GPU`,
          },
        ]),
    ...asked.map(([name, { line }]) => {
      return { level: "error" as const, line, subject: name, message: `${name} asks for a GPU` };
    }),
    // It may only be compiled there.
    ...(image !== undefined && /(^|\/)nvidia\/cuda/.test(image.text)
      ? [
          {
            level: "warning" as const,
            line: image.line,
            subject: image.text,
            message: `${image.text} is made for a GPU`,
          },
        ]
      : []),
  ];
}
