/** Instances that Karpenter launched, and the launch templates that it used. */
import {
  DeleteLaunchTemplateCommand,
  paginateDescribeInstances,
  paginateDescribeLaunchTemplates,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { allPages, tagsOf } from "../clients";
import type { LeftoverKind } from "./kind";

export const instances: LeftoverKind = {
  kind: "instance",
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
        kind: "instance",
        id: InstanceId,
        tags: tagsOf(Tags),
        vpcId: VpcId,
      }));
  },
  async remove({ ec2 }, id) {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  },
  gone: ["InvalidInstanceID.NotFound"],
  lingers: true,
};

export const launchTemplates: LeftoverKind = {
  kind: "launch template",
  async find({ ec2 }, _cluster, id) {
    const which = id === undefined ? {} : { LaunchTemplateIds: [id] };
    const templates = await allPages(
      paginateDescribeLaunchTemplates({ client: ec2 }, which),
      (page) => page.LaunchTemplates,
    );
    return templates.map(({ LaunchTemplateId = "", LaunchTemplateName, Tags }) => ({
      kind: "launch template",
      id: LaunchTemplateId,
      name: LaunchTemplateName,
      tags: tagsOf(Tags),
    }));
  },
  async remove({ ec2 }, id) {
    await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
  },
  gone: ["InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateId.NotFoundException"],
};
