/** Instances that Karpenter launched, and the launch templates that it used. */
import {
  DeleteLaunchTemplateCommand,
  paginateDescribeInstances,
  paginateDescribeLaunchTemplates,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { poolTags } from "../../../clients/kubernetes/node-pool";
import { allPages, tagsOf } from "../clients";
import {
  eksNameTag,
  karpenterTag,
  nodeClassTag,
  ownedTag,
  ownerTagRules,
  type Condition,
} from "../ownership-rules";
import type { SweepKind } from "./kind";

/** Each of these conditions names the cluster that an instance was launched for: Kubernetes' tag, and Karpenter's. */
export const instanceMarks = (name: string): readonly Condition[] => [
  ownedTag(name),
  eksNameTag(name),
  karpenterTag(name),
];

export const instances: SweepKind = {
  name: "instance",
  async find({ ec2 }, _cluster, id) {
    const which = id === undefined ? {} : { InstanceIds: [id] };
    const reservations = await allPages(
      paginateDescribeInstances({ client: ec2 }, which),
      (page) => page.Reservations,
    );
    return reservations
      .flatMap(({ Instances = [] }) => Instances)
      .filter(({ State }) => State?.Name !== "terminated")
      .map(({ InstanceId = "", Tags, VpcId }) => ({
        id: InstanceId,
        tags: tagsOf(Tags),
        vpcId: VpcId,
      }));
  },
  ownershipRules: ({ name }) => poolTags.flatMap((tag) => instanceMarks(name).map((mark) => [{ tag }, mark])),
  permissions: { list: ["ec2:DescribeInstances"], remove: ["ec2:TerminateInstances"] },
  async remove({ ec2 }, id) {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  },
  gone: ["InvalidInstanceID.NotFound"],
  lingers: true,
};

export const launchTemplates: SweepKind = {
  name: "launch template",
  async find({ ec2 }, _cluster, id) {
    const which = id === undefined ? {} : { LaunchTemplateIds: [id] };
    const templates = await allPages(
      paginateDescribeLaunchTemplates({ client: ec2 }, which),
      (page) => page.LaunchTemplates,
    );
    return templates.map(({ LaunchTemplateId = "", LaunchTemplateName, Tags }) => ({
      id: LaunchTemplateId,
      name: LaunchTemplateName,
      tags: tagsOf(Tags),
    }));
  },
  ownershipRules: ({ name }) => [
    [karpenterTag(name)],
    [nodeClassTag, eksNameTag(name)],
    [ownedTag(name)],
    ...ownerTagRules(name),
  ],
  permissions: { list: ["ec2:DescribeLaunchTemplates"], remove: ["ec2:DeleteLaunchTemplate"] },
  async remove({ ec2 }, id) {
    await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
  },
  gone: ["InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateId.NotFoundException"],
  leftByStage: "owned",
};
