/** Network interfaces of the VPC CNI, and security groups that EKS and controllers in the cluster create. */
import {
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type IpPermission,
} from "@aws-sdk/client-ec2";
import { allPages, tagsOf } from "../clients";
import { balancerTag, eksNameTag, ownedTag } from "../ownership-rules";
import type { SweepKind } from "./kind";

export const networkInterfaces: SweepKind = {
  name: "network interface",
  async find({ ec2 }, _cluster, id) {
    const which = id === undefined ? {} : { NetworkInterfaceIds: [id] };
    const found = await allPages(
      paginateDescribeNetworkInterfaces({ client: ec2 }, which),
      (page) => page.NetworkInterfaces,
    );
    return found.map((each) => ({
      id: each.NetworkInterfaceId ?? "",
      name: each.Description,
      tags: tagsOf(each.TagSet),
      vpcId: each.VpcId,
      ...(each.Status !== "available" && {
        usedBy: [each.Attachment?.InstanceId ?? each.Attachment?.InstanceOwnerId ?? "an unknown user"],
      }),
    }));
  },
  ownershipRules: ({ name }) => [
    [{ tag: "cluster.k8s.amazonaws.com/name", value: name }],
    [{ tag: "eks:eni:owner" }, eksNameTag(name)],
    [ownedTag(name)],
  ],
  permissions: { list: ["ec2:DescribeNetworkInterfaces"], remove: ["ec2:DeleteNetworkInterface"] },
  async remove({ ec2 }, id) {
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
  },
  gone: ["InvalidNetworkInterfaceID.NotFound"],
};

export const securityGroups: SweepKind = {
  name: "security group",
  async find({ ec2 }, _cluster, id) {
    const which = id === undefined ? {} : { GroupIds: [id] };
    const found = await allPages(
      paginateDescribeSecurityGroups({ client: ec2 }, which),
      (page) => page.SecurityGroups,
    );
    return found
      .filter(({ GroupName }) => GroupName !== "default")
      .map(({ GroupId = "", GroupName, Tags, VpcId }) => ({
        id: GroupId,
        name: GroupName,
        tags: tagsOf(Tags),
        vpcId: VpcId,
      }));
  },
  ownershipRules: ({ name, vpcId }) => [
    [ownedTag(name)],
    // Only AWS itself can set a tag that begins with `aws:`.
    [{ tag: "aws:eks:cluster-name", value: name }],
    ...(vpcId === undefined ? [] : [[{ inVpc: vpcId }, balancerTag(name)]]),
  ],
  permissions: {
    list: ["ec2:DescribeSecurityGroups"],
    remove: ["ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
  },
  /** AWS does not delete a group that a rule of another group references, so two that reference each other would remain. */
  async release({ ec2 }, id, all) {
    const { SecurityGroups: [group] = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [id] }),
    );
    const ingress = referencesTo(group?.IpPermissions, id, all);
    const egress = referencesTo(group?.IpPermissionsEgress, id, all);
    if (ingress.length > 0) {
      await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: ingress }));
    }
    if (egress.length > 0) {
      await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions: egress }));
    }
  },
  async remove({ ec2 }, id) {
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
  },
  gone: ["InvalidGroup.NotFound", "InvalidGroupId.NotFound"],
  // The network interfaces of a deleted load balancer still use the group for minutes.
  passing: "DependencyViolation",
};

/** The part of these rules that references another group of the sweep. */
function referencesTo(
  permissions: IpPermission[] = [],
  id: string,
  all: ReadonlySet<string>,
): IpPermission[] {
  return permissions.flatMap(({ IpProtocol, FromPort, ToPort, UserIdGroupPairs = [] }) => {
    const pairs = UserIdGroupPairs.filter(
      ({ GroupId }) => GroupId !== undefined && GroupId !== id && all.has(GroupId),
    );
    return pairs.length === 0
      ? []
      : [{ IpProtocol, FromPort, ToPort, UserIdGroupPairs: pairs.map(({ GroupId }) => ({ GroupId })) }];
  });
}
