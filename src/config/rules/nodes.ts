/** The managed node group, and the EBS CSI driver, which needs nodes. */
import { needsManagedNodes } from "../placement/managed-nodes";
import { isArm } from "../units";
import { setDefaults } from "../resolve/versions";
import { needs, type Rule } from "./rule";

/** One node group has one machine image, and so one architecture. */
export const nodeArchitecture: Rule = needs(["cluster"], ({ cluster: { nodes } }) => {
  const arm = nodes.instanceTypes.filter(isArm);
  if (arm.length === 0 || arm.length === nodes.instanceTypes.length) return undefined;
  return {
    code: "nodes-architecture",
    path: ["cluster", "nodes", "instanceTypes"],
    value: nodes.instanceTypes,
    message: `${arm.join(", ")} are arm64 and the others amd64, but a node group has one machine image`,
    allowed: "instance types of one architecture",
    fix: "remove the types of one architecture",
  };
});

export const ebsCsiDriver: Rule = needs(
  ["versions", "cluster", "addons"],
  ({ versions, cluster, addons }) => {
    if (!(cluster.ebsCsi ?? setDefaults[versions.set].ebsCsi)) return undefined;
    const given = { path: ["cluster", "ebsCsi"], value: true };
    if (versions.set === "current") {
      return {
        ...given,
        code: "ebs-csi-no-role",
        message: "the driver would have no IAM role and could not create volumes",
        allowed: "true only in version set tutorial, which has it as published",
        fix: "remove it, and set addons.blueprints.enable_amazon_eks_aws_ebs_csi_driver: true, which also creates the role",
      };
    }
    return (
      !needsManagedNodes(cluster) &&
      !addons.karpenter.enabled && {
        ...given,
        code: "ebs-csi-useless",
        message: "no pod can use an EBS volume: the cluster has no nodes, and Fargate does not support EBS",
        allowed: "false, unless there are nodes",
        fix: "set it to false, which saves two pods around the clock",
      }
    );
  },
);
