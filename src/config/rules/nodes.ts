/** The managed node group, and what needs nodes. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { isArm } from "../units";
import { problem } from "../input/problems";
import { setDefaults } from "../resolve/versions";
import { needs, type Rule } from "./rule";

/** One node group has one machine image, and so one architecture. */
export const nodeArchitecture: Rule = needs(["cluster"], ({ cluster }) => {
  const { instanceTypes } = cluster.nodes;
  const arm = instanceTypes.filter(isArm);
  if (arm.length === 0 || arm.length === instanceTypes.length) return [];
  return [
    problem({
      code: "nodes-architecture",
      path: ["cluster", "nodes", "instanceTypes"],
      value: instanceTypes,
      message: `${arm.join(", ")} are arm64 and the others amd64, but a node group has one machine image`,
      allowed: "instance types of one architecture",
      fix: "remove one kind",
    }),
  ];
});

const noRole = problem({
  code: "ebs-csi-no-role",
  path: ["cluster", "ebsCsi"],
  value: true,
  message: "the driver would have no IAM role and could not create volumes",
  allowed: "true in version set tutorial only, which has it as published",
  fix: "remove it, and set addons.blueprints.enable_amazon_eks_aws_ebs_csi_driver: true, which makes the role too",
});

export const ebsCsiDriver: Rule = needs(
  ["versions", "cluster", "addons"],
  ({ versions, cluster, addons }) => {
    const enabled = cluster.ebsCsi ?? setDefaults[versions.set].ebsCsi;
    const managed = needsManagedNodes(cluster);
    if (!enabled) return [];
    if (versions.set === "current") return [noRole];
    if (managed || addons.karpenter.enabled) return [];
    return [
      problem({
        code: "ebs-csi-useless",
        path: ["cluster", "ebsCsi"],
        value: true,
        message: "no pod can use an EBS volume: the cluster has no nodes, and Fargate does not support EBS",
        allowed: "false, unless there are nodes",
        fix: "set it to false, which saves two pods around the clock",
      }),
    ];
  },
);
