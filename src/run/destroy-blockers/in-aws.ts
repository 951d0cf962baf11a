/** Resources in the account that Terraform did not create, and that would outlive the cluster or block its destroy. */
import { DescribeNatGatewaysCommand, paginateDescribeVpcEndpoints } from "@aws-sdk/client-ec2";
import { isOwnerTagged } from "../../config/resource-names";
import { allPages, tagsOf, type SweepClients } from "../sweep/clients";
import { instanceMarks, instances } from "../sweep/kinds/instances";
import { balancerRules, classicLoadBalancers, loadBalancers } from "../sweep/kinds/load-balancers";
import { networkInterfaces } from "../sweep/kinds/network";
import { isMet } from "../sweep/ownership-rules";
import type { SweptCluster, LeftoverResource } from "../sweep/leftover-resource";
import { blockedBy, searchFor, type Blocker } from "./blocker";
import { poolOf } from "../../clients/kubernetes/node-pool";

/** The clients and the cluster of a search. */
export interface AwsSearch {
  readonly aws: SweepClients;
  readonly cluster: SweptCluster;
}

/**
 * Instances that no destroy of a stage terminates.
 *
 * @param ownPools node pools whose nodes Terraform waits for
 */
export function strayInstances({ aws, cluster }: AwsSearch, ownPools: readonly string[]): Promise<Blocker[]> {
  return searchFor("instances", async () => {
    const marks = instanceMarks(cluster.name);
    const stray = (await instances.find(aws, cluster)).filter((instance) => {
      const pool = poolOf(instance.tags);
      if (pool !== undefined && ownPools.includes(pool)) return false;
      return marks.some((mark) => isMet(mark, instance)) && !isManaged(instance);
    });
    return blockedBy(
      stray.map(nameOf),
      "instances have the cluster's tags and would outlive it",
      "delete the node pool or Auto Scaling group that launched them, or terminate them; wait until they are terminated, then run the same command again",
    );
  });
}

/** EKS removes the instances of its managed node groups itself. */
function isManaged({ tags }: LeftoverResource): boolean {
  return Object.hasOwn(tags, "eks:nodegroup-name");
}

/** Load balancers with the cluster's tags. */
export function balancersOfCluster(search: AwsSearch): Promise<Blocker[]> {
  const rules = balancerRules(search.cluster.name);
  return balancers(search, "load balancers have the cluster's tags", (balancer) =>
    rules.some((rule) => rule.every((condition) => isMet(condition, balancer))),
  );
}

/** Load balancers in the VPC. */
export function balancersInVpc(search: AwsSearch, vpcId: string): Promise<Blocker[]> {
  return balancers(search, `load balancers are in ${vpcId}`, (balancer) => balancer.vpcId === vpcId);
}

function balancers(
  { aws, cluster }: AwsSearch,
  statement: string,
  isBlocking: (balancer: LeftoverResource) => boolean,
): Promise<Blocker[]> {
  return searchFor("load balancers", async () => {
    const found = await Promise.all(
      [classicLoadBalancers, loadBalancers].map((kind) => kind.find(aws, cluster)),
    );
    return blockedBy(
      found.flat().filter(isBlocking).map(nameOf),
      statement,
      "delete their Services and Ingresses while the cluster exists; once it is deleted, `glrunner sweep` deletes those with the cluster's tags, and you delete the others by hand",
    );
  });
}

/** Network interfaces in the VPC, except those of NAT gateways and of the cluster's VPC endpoints: the stage deletes these. */
export function interfacesInVpc({ aws, cluster }: AwsSearch, vpcId: string): Promise<Blocker[]> {
  return searchFor("network interfaces", async () => {
    const filter = [{ Name: "vpc-id", Values: [vpcId] }];
    const { NatGateways = [] } = await aws.ec2.send(new DescribeNatGatewaysCommand({ Filter: filter }));
    const endpoints = await allPages(
      paginateDescribeVpcEndpoints({ client: aws.ec2 }, { Filters: filter }),
      (page) => page.VpcEndpoints,
    );
    const own = [
      ...NatGateways.flatMap(({ NatGatewayAddresses = [] }) => NatGatewayAddresses).map(
        ({ NetworkInterfaceId }) => NetworkInterfaceId,
      ),
      ...endpoints
        .filter(({ Tags }) => isOwnerTagged(tagsOf(Tags), cluster.name))
        .flatMap(({ NetworkInterfaceIds = [] }) => NetworkInterfaceIds),
    ];
    const found = (await networkInterfaces.find(aws, cluster)).filter(
      (each) => each.vpcId === vpcId && !own.includes(each.id),
    );
    return blockedBy(
      found.map(nameOf),
      `network interfaces are in ${vpcId}`,
      "AWS deletes the interfaces of its own services within minutes; delete or move the resources that use the others, then run the same command again",
    );
  });
}

function nameOf({ id, name, usedBy = [] }: LeftoverResource): string {
  const about = [
    ...(name === undefined || name === "" ? [] : [name]),
    ...usedBy.map((user) => `used by ${user}`),
  ];
  return about.length === 0 ? id : `${id} (${about.join(", ")})`;
}
