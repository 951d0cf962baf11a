/** Settings that have no effect. Reads the raw input, because the parsed one has every default. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { valueAt, type Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { mirroredRegistries } from "../resolve/images";
import { setDefaults } from "../resolve/versions";
import { needs, type Rule } from "./rule";

export function idle(raw: unknown, path: Path, message: string, fix: string): readonly Problem[] {
  const value = valueAt(raw, path);
  if (value === undefined) return [];
  return [problem({ code: "no-effect", path, value, message, allowed: "nothing here", fix })];
}

/** With platform auto they are compared, wherever the pods are then. */
export const idleNodes: Rule = needs(["cluster"], ({ cluster }, { raw }) =>
  needsManagedNodes(cluster) || cluster.placement.asked === "auto"
    ? []
    : idle(
        raw,
        ["cluster", "nodes"],
        "there is no managed node group: system pods and managers are on Fargate",
        "remove it, or set platform to nodes or auto",
      ),
);

export const idlePlatform: Rule = needs(["cluster"], (_, { raw }) => {
  const given = (key: string) => valueAt(raw, ["cluster", key]) !== undefined;
  if (!given("systemPods") || !given("managers")) return [];
  const message = "systemPods and managers already decide where the pods run";
  return idle(raw, ["cluster", "platform"], message, "remove it, or the two others");
});

/** Version set tutorial refuses node pools anyway. */
export const idleNodePools: Rule = needs(["versions", "addons"], ({ versions, addons }, { raw }) =>
  addons.karpenter.enabled || versions.set === "tutorial"
    ? []
    : idle(
        raw,
        ["addons", "karpenter", "nodePools"],
        "Karpenter is disabled, so there are no node pools",
        "remove it, or enable Karpenter",
      ),
);

/** The runner reads the flavor only for its own image. Source: gitlab-org/gitlab-runner executors/kubernetes, getHelperImage (19.4). */
export const idleFlavor: Rule = needs(["fleet"], ({ fleet }, { raw }) =>
  fleet.flatMap(({ index, runner: { job } }) =>
    job.helper.image === undefined
      ? []
      : idle(
          raw,
          ["runners", index, "job", "helper", "flavor"],
          "job.helper.image already says which image the helper has",
          "remove it, or remove job.helper.image",
        ),
  ),
);

/** A registry of which glrunner chooses no image. */
export const idleMirrors: Rule = needs(["images"], ({ images }, { raw }) =>
  Object.keys(images.mirrors)
    .filter((registry) => !mirroredRegistries.includes(registry))
    .flatMap((registry) =>
      idle(
        raw,
        ["images", "mirrors", registry],
        "glrunner chooses no image of this registry; images that you name stay as they are",
        `remove it, or name one of ${mirroredRegistries.join(", ")}`,
      ),
    ),
);

export const idleRetention: Rule = needs(["versions", "addons"], ({ versions, addons }, { raw }) =>
  (addons.logging.enabled ?? setDefaults[versions.set].logging)
    ? []
    : idle(
        raw,
        ["addons", "logging", "retentionDays"],
        "logging is off, so there is nothing to retain",
        "remove it, or enable logging",
      ),
);
