/** The nodes of Karpenter's pools: an image for the Kubernetes version, a disk that AWS can create, and usable pools. */
import type { Path } from "../paths";
import type { NodePoolConfig } from "../schema/addons";
import { eksRelease } from "../../facts/kubernetes/eks-calendar";
import { imageDay, nodeImage } from "../../facts/kubernetes/node-images";
import { resolveVersions } from "../resolve/versions";
import { needs, type Findings, type Rule } from "./rule";

const nodesPath = ["addons", "karpenter", "nodes"];

export const nodeImages: Rule = needs(["versions", "addons"], ({ versions, addons }) => {
  const { image: value } = addons.karpenter.nodes;
  const path = [...nodesPath, "image"];
  if (versions.set === "tutorial" || !addons.karpenter.enabled) return undefined;
  const { kubernetes } = resolveVersions(versions);
  const [day, released] = [imageDay(value), eksRelease(kubernetes)?.released];
  if (day === undefined) {
    return {
      code: "node-image-floats",
      path,
      value,
      message: "nodes get each new machine image as soon as EKS releases it, without a change of yours",
      allowed: "a release, so that you try an image before your jobs do",
      fix: `use ${nodeImage.alias} or a newer release`,
    };
  }
  return (
    released !== undefined &&
    day < released && {
      code: "node-image-too-old",
      path,
      value,
      message: `EKS has offered Kubernetes ${kubernetes} since ${released}, so this older release has no image for it and no node would start`,
      allowed: `a release from ${released} on`,
      fix: "choose a newer release",
    }
  );
});

/** Source: error text of EC2, as public code quotes it: "Throughput (MiBps) to iops ratio of ... is too high; maximum is 0.250000". */
const maxThroughputPerIops = 0.25;
const gp3Iops = 3000;

export const nodeDisk: Rule = needs(["addons"], ({ addons }) => {
  const { diskThroughput: value, diskIops = gp3Iops } = addons.karpenter.nodes;
  if (value === undefined || value <= diskIops * maxThroughputPerIops) return undefined;
  return {
    code: "node-disk-ratio",
    path: [...nodesPath, "diskThroughput"],
    value,
    message: `a gp3 volume of ${diskIops} IOPS has at most ${diskIops * maxThroughputPerIops} MiB/s`,
    allowed: "at most a quarter of diskIops",
    fix: `set diskIops to ${Math.ceil(value / maxThroughputPerIops)} or more`,
  };
});

/** Families with accelerators, by their letters. Source: EC2 user guide, "Accelerated computing". */
const accelerated = ["g", "gr", "p", "inf", "trn", "dl", "vt"];

export const nodePoolSettings: Rule = needs(["region", "addons"], ({ region, addons }) =>
  Object.entries(addons.karpenter.nodePools).map(([name, pool]) => {
    const path = ["addons", "karpenter", "nodePools", name];
    return [zones(pool, region, path), budgets(pool, path), accelerators(pool, path)];
  }),
);

function zones({ zones: given = [] }: NodePoolConfig, region: string, path: Path): Findings {
  return given.map(
    (value, at) =>
      value.slice(0, -1) !== region && {
        code: "node-pool-zone",
        path: [...path, "zones", at],
        value,
        message: `the zone is not in ${region}, so the pool would have no node there`,
        allowed: `zones of ${region}, such as ${region}a`,
        fix: "use zones in which the network has subnets, or remove zones",
      },
  );
}

function budgets({ disruptionBudgets = [] }: NodePoolConfig, path: Path): Findings {
  return disruptionBudgets.map(
    ({ schedule, hours }, at) =>
      (schedule === undefined) !== (hours === undefined) && {
        code: "disruption-budget-half",
        path: [...path, "disruptionBudgets", at],
        value: schedule ?? hours,
        message: "Karpenter takes a schedule only with a duration, and a duration only with a schedule",
        allowed: "schedule and hours together, or neither",
        fix: schedule === undefined ? "add schedule, or remove hours" : "add hours, or remove schedule",
      },
  );
}

function accelerators({ instanceCategories: value }: NodePoolConfig, path: Path): Findings {
  return (
    value.some((category) => accelerated.includes(category)) && {
      code: "node-pool-accelerator",
      path: [...path, "instanceCategories"],
      value,
      message:
        "glrunner installs no device plugin: without one Karpenter never counts such a node as ready, and no job can request its GPU",
      allowed: "families without accelerators, or a device plugin of your own",
      fix: "install the vendor's device plugin in the cluster, or remove the families",
    }
  );
}
