/** Settings that have no effect. Reads the raw input, because the parsed one has every default. */
import { mayHaveManagedNodes } from "../placement/managed-nodes";
import { valueAt, type Path } from "../paths";
import { mirroredRegistries } from "../resolve/images";
import { setDefaults } from "../resolve/versions";
import { eachRunner, needs, type Findings, type Rule } from "./rule";

/** Reports the key if the user set it. */
export function idle(raw: unknown, path: Path, message: string, fix: string): Findings {
  const value = valueAt(raw, path);
  return value !== undefined && { code: "no-effect", path, value, message, allowed: "nothing here", fix };
}

/** With platform auto, the comparison of costs reads the nodes even if the pods end up on Fargate. */
export const idleNodes: Rule = needs(
  ["cluster"],
  ({ cluster }, { raw }) =>
    !mayHaveManagedNodes(cluster) &&
    idle(
      raw,
      ["cluster", "nodes"],
      "there is no managed node group: system pods and managers are on Fargate",
      "remove it, or set platform to nodes or auto",
    ),
);

export const idlePlatform: Rule = needs(["cluster"], (_, { raw }) => {
  const isSet = (key: string) => valueAt(raw, ["cluster", key]) !== undefined;
  const message = "systemPods and managers already decide where the pods run";
  return (
    isSet("systemPods") &&
    isSet("managers") &&
    idle(raw, ["cluster", "platform"], message, "remove it, or the two others")
  );
});

/** Version set tutorial refuses node pools anyway. */
export const idleNodePools: Rule = needs(
  ["versions", "addons"],
  ({ versions, addons }, { raw }) =>
    !addons.karpenter.enabled &&
    versions.set !== "tutorial" &&
    idle(
      raw,
      ["addons", "karpenter", "nodePools"],
      "Karpenter is disabled, so there are no node pools",
      "remove it, or enable Karpenter",
    ),
);

/** The runner reads the flavor only for its own image. Source: gitlab-org/gitlab-runner executors/kubernetes, getHelperImage (19.4). */
export const idleFlavor: Rule = eachRunner(
  ({ index, runner: { job } }, { raw }) =>
    job.helper.image !== undefined &&
    idle(
      raw,
      ["runners", index, "job", "helper", "flavor"],
      "job.helper.image already sets the image of the helper",
      "remove it, or remove job.helper.image",
    ),
);

/** Reports a registry from which glrunner chooses no image. */
export const idleMirrors: Rule = needs(["images"], ({ images }, { raw }) =>
  Object.keys(images.mirrors)
    .filter((registry) => !mirroredRegistries.includes(registry))
    .map((registry) =>
      idle(
        raw,
        ["images", "mirrors", registry],
        "glrunner chooses no image of this registry; images that you name stay as they are",
        `remove it, or name one of ${mirroredRegistries.join(", ")}`,
      ),
    ),
);

export const idleRetention: Rule = needs(
  ["versions", "addons"],
  ({ versions, addons }, { raw }) =>
    !(addons.logging.enabled ?? setDefaults[versions.set].logging) &&
    idle(
      raw,
      ["addons", "logging", "retentionDays"],
      "logging is off, so there are no logs to keep",
      "remove it, or enable logging",
    ),
);
