/** A job that needs a GPU on a runner without one. Fargate has no GPUs, and a node pool only with certain instance categories. */
import type { FleetRunner } from "../../fleet-runner";
import type { PipelineJob } from "../../jobs/job-reader";
import { isUnknown } from "../../jobs/variables";
import { namesOf, type RuleFinding, type Rule } from "../rule";

/** Instance categories with GPUs. Source: EC2 instance types guide, "Accelerated computing"; read 2026-11-28. */
const gpuCategories = ["g", "p"];
const hasGpu = ({ categories }: FleetRunner) =>
  categories.some((category) => gpuCategories.includes(category));

export const gpu: Rule = {
  name: "gpu",
  find: ({ job, takers, ableRunnerOr }) => {
    const bad = takers.filter((runner) => !hasGpu(runner));
    const signs = signsOfGpu(job);
    if (bad.length === 0 || signs.length === 0) return [];
    const fix = ableRunnerOr(
      "a runner whose addons.karpenter.nodePools entry has instanceCategories: [g], with NVIDIA's device plugin in the cluster",
    );
    return signs.map(({ message, ...sign }) => {
      return { ...sign, fix, message: `${message}; ${namesOf(bad)}: no GPU` };
    });
  },
};

/** Tags, variables and the image of the job that need a GPU. An image made for GPUs may be used only to compile. */
function signsOfGpu({ tags, image, variables }: PipelineJob) {
  const sign = (level: RuleFinding["level"], line: number, subject: string, message: string) => ({
    ...{ level, line, subject, message },
  });
  const tag = tags.names.find((name) => /(^|[-_:])gpu([-_:]|$)/i.test(name));
  const names = [...variables].filter(
    ([name, { text }]) =>
      (name === "NVIDIA_VISIBLE_DEVICES" && !isUnknown(text) && !["", "none", "void"].includes(text)) ||
      (name.startsWith("KUBERNETES_NODE_SELECTOR_") && /gpu|accelerator/i.test(text)),
  );
  const gpuImage = image !== undefined && /(^|\/)nvidia\/cuda/.test(image.text) ? [image] : [];
  return [
    ...(tag === undefined ? [] : [sign("error", tags.line, tag, `the tag ${tag} asks for a GPU`)]),
    ...names.map(([name, { line }]) => sign("error", line, name, `${name} asks for a GPU`)),
    ...gpuImage.map(({ text, line }) => sign("warning", line, text, `${text} is made for a GPU`)),
  ];
}
