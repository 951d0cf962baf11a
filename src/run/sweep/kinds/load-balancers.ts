/** Classic and newer load balancers, and target groups, which controllers in the cluster create for Services and Ingresses. */
import {
  DeleteLoadBalancerCommand as DeleteClassicCommand,
  DescribeTagsCommand as DescribeClassicTagsCommand,
  paginateDescribeLoadBalancers as paginateClassic,
  type ElasticLoadBalancingClient,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeTagsCommand,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { allPages, inTwenties, tagsOf } from "../clients";
import type { Tags } from "../leftover-resource";
import { balancerTag, ownedTag, type OwnershipRule } from "../ownership-rules";
import type { SweepKind, SweepPermissions } from "./kind";

/** Tags of the AWS load balancer controller, and of Kubernetes itself. */
export const balancerRules = (name: string): readonly OwnershipRule[] => [
  [balancerTag(name)],
  [ownedTag(name)],
];

const permissions: SweepPermissions = {
  list: ["elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeTags"],
  remove: ["elasticloadbalancing:DeleteLoadBalancer"],
};

export const classicLoadBalancers: SweepKind = {
  name: "classic load balancer",
  async find({ classic }, _cluster, id) {
    const which = id === undefined ? {} : { LoadBalancerNames: [id] };
    const found = await allPages(
      paginateClassic({ client: classic }, which),
      (page) => page.LoadBalancerDescriptions,
    );
    const tags = await classicTags(
      classic,
      found.map(({ LoadBalancerName = "" }) => LoadBalancerName),
    );
    return found.map(({ LoadBalancerName = "", VPCId }) => ({
      id: LoadBalancerName,
      tags: tags.get(LoadBalancerName) ?? {},
      vpcId: VPCId,
    }));
  },
  ownershipRules: ({ name }) => [[ownedTag(name)]],
  permissions,
  async remove({ classic }, id) {
    await classic.send(new DeleteClassicCommand({ LoadBalancerName: id }));
  },
  gone: ["LoadBalancerNotFound", "AccessPointNotFoundException"],
  lingers: true,
};

export const loadBalancers: SweepKind = {
  name: "load balancer",
  async find({ elb }, _cluster, id) {
    const which = id === undefined ? {} : { LoadBalancerArns: [id] };
    const found = await allPages(
      paginateDescribeLoadBalancers({ client: elb }, which),
      (page) => page.LoadBalancers,
    );
    const tags = await tagsByArn(
      elb,
      found.map(({ LoadBalancerArn = "" }) => LoadBalancerArn),
    );
    return found.map(({ LoadBalancerArn = "", LoadBalancerName, VpcId }) => ({
      id: LoadBalancerArn,
      name: LoadBalancerName,
      tags: tags.get(LoadBalancerArn) ?? {},
      vpcId: VpcId,
    }));
  },
  ownershipRules: ({ name }) => balancerRules(name),
  permissions,
  async remove({ elb }, id) {
    await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: id }));
  },
  gone: ["LoadBalancerNotFound", "LoadBalancerNotFoundException"],
  lingers: true,
};

export const targetGroups: SweepKind = {
  name: "target group",
  async find({ elb }, _cluster, id) {
    const which = id === undefined ? {} : { TargetGroupArns: [id] };
    const found = await allPages(
      paginateDescribeTargetGroups({ client: elb }, which),
      (page) => page.TargetGroups,
    );
    const tags = await tagsByArn(
      elb,
      found.map(({ TargetGroupArn = "" }) => TargetGroupArn),
    );
    return found.map(({ TargetGroupArn = "", TargetGroupName, VpcId, LoadBalancerArns }) => ({
      id: TargetGroupArn,
      name: TargetGroupName,
      tags: tags.get(TargetGroupArn) ?? {},
      vpcId: VpcId,
      usedBy: LoadBalancerArns,
    }));
  },
  ownershipRules: ({ name }) => balancerRules(name),
  permissions: {
    list: ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTags"],
    remove: ["elasticloadbalancing:DeleteTargetGroup"],
  },
  async remove({ elb }, id) {
    await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: id }));
  },
  gone: ["TargetGroupNotFound", "TargetGroupNotFoundException"],
  passing: "ResourceInUseException",
};

async function tagsByArn(
  elb: ElasticLoadBalancingV2Client,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Tags>> {
  const tags = new Map<string, Tags>();
  for (const ResourceArns of inTwenties(arns)) {
    const { TagDescriptions = [] } = await elb.send(new DescribeTagsCommand({ ResourceArns }));
    for (const { ResourceArn = "", Tags } of TagDescriptions) tags.set(ResourceArn, tagsOf(Tags));
  }
  return tags;
}

async function classicTags(
  classic: ElasticLoadBalancingClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, Tags>> {
  const tags = new Map<string, Tags>();
  for (const LoadBalancerNames of inTwenties(names)) {
    const { TagDescriptions = [] } = await classic.send(
      new DescribeClassicTagsCommand({ LoadBalancerNames }),
    );
    for (const { LoadBalancerName = "", Tags } of TagDescriptions) tags.set(LoadBalancerName, tagsOf(Tags));
  }
  return tags;
}
