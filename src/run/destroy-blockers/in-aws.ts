/** What is in the account on behalf of the cluster, and would outlive it or hold what it stands on. */
import { DescribeNatGatewaysCommand, paginateDescribeVpcEndpoints } from "@aws-sdk/client-ec2";
import { isOwnerTagged } from "../../config/resource-names";
import { allPages, tagsOf, type SweepClients } from "../sweep/clients";
import { instanceMarks, instances } from "../sweep/kinds/instances";
import { balancerRules, classicLoadBalancers, loadBalancers } from "../sweep/kinds/load-balancers";
import { networkInterfaces } from "../sweep/kinds/network";
import { isMet } from "../sweep/ownership-rules";
import type { SweptCluster, LeftoverResource } from "../sweep/leftover-resource";
import { blockedBy, lookingFor, type Blocker } from "./blocker";
import { poolOf } from "../../clients/kubernetes/node-pool";

export interface AwsCall {
  readonly aws: SweepClients;
  readonly cluster: SweptCluster;
}

/** @param ownPools as above: Terraform waits for their nodes */
export function strayInstances({ aws, cluster }: AwsCall, ownPools: readonly string[]): Promise<Blocker[]> {
  return lookingFor("instances", async () => {
    const marks = instanceMarks(cluster.name);
    const stray = (await instances.find(aws, cluster)).filter((instance) => {
      const pool = poolOf(instance.tags);
      if (pool !== undefined && ownPools.includes(pool)) return false;
      return marks.some((mark) => isMet(mark, instance)) && !isManaged(instance);
    });
    return blockedBy(
      stray.map(nameOf),
      "instances are tagged for the cluster and would outlive it",
      "remove what launched them (a node pool, an Auto Scaling group) or terminate them, and wait until they are gone; then run the same command again",
    );
  });
}

/** EKS removes the instances of its managed node groups itself. */
function isManaged({ tags }: LeftoverResource): boolean {
  return Object.hasOwn(tags, "eks:nodegroup-name");
}

export function balancersOfCluster(call: AwsCall): Promise<Blocker[]> {
  const proofs = balancerRules(call.cluster.name);
  return balancers(call, "load balancers are tagged for the cluster", (thing) =>
    proofs.some((proof) => proof.every((condition) => isMet(condition, thing))),
  );
}

export function balancersInVpc(call: AwsCall, vpcId: string): Promise<Blocker[]> {
  return balancers(call, `load balancers are in ${vpcId}`, (thing) => thing.vpcId === vpcId);
}

function balancers(
  { aws, cluster }: AwsCall,
  saying: string,
  counts: (thing: LeftoverResource) => boolean,
): Promise<Blocker[]> {
  return lookingFor("load balancers", async () => {
    const found = await Promise.all(
      [classicLoadBalancers, loadBalancers].map((kind) => kind.find(aws, cluster)),
    );
    return blockedBy(
      found.flat().filter(counts).map(nameOf),
      saying,
      "delete the Services and Ingresses that they are of while the cluster stands; once it is gone, those that are tagged for it go with glrunner sweep, all others only by hand",
    );
  });
}

/** Except those of NAT gateways and of the cluster's own VPC endpoints, which the stage deletes. */
export function interfacesInVpc({ aws, cluster }: AwsCall, vpcId: string): Promise<Blocker[]> {
  return lookingFor("network interfaces", async () => {
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
      "those of AWS's own services go by themselves within minutes; delete or move what uses the others; then run the same command again",
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
