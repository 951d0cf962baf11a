/**
 * The network of the cluster: the pinned vpc module, or an existing VPC. For an existing VPC, Terraform first checks in AWS
 * that its subnets belong to it.
 */
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { Vpc } from "../../modules/wrappers/vpc";
import type { Config, CreatedNetwork, ExistingNetwork } from "../config/config";
import type { VpcOutputs } from "./stage-outputs";
import { zoneNames } from "./zones";
import { discoveryTag, resourceTags } from "./tags";
import { vpcEndpoints } from "./vpc-endpoints";

interface Network {
  readonly outputs: VpcOutputs;
  /** Routes, NAT gateways and VPC endpoints, which no output references. Empty for an existing VPC. */
  readonly ready: ITerraformDependable[];
}

/** Creates or looks up the network that the configuration describes. */
export function createNetwork(stack: TerraformStack, config: Config): Network {
  return config.network.kind === "created"
    ? createdNetwork(stack, config, config.network)
    : existingNetwork(stack, config.network);
}

function createdNetwork(stack: TerraformStack, config: Config, network: CreatedNetwork): Network {
  const vpc = new Vpc(stack, "vpc", {
    name: config.name,
    cidr: network.cidr,
    azs: zoneNames(stack, config),
    private_subnets: network.privateSubnets,
    public_subnets: network.publicSubnets,
    enable_nat_gateway: network.nat !== "none",
    single_nat_gateway: network.nat === "single",
    one_nat_gateway_per_az: network.nat === "per-zone",
    public_subnet_tags: { "kubernetes.io/role/elb": "1" },
    private_subnet_tags: { "kubernetes.io/role/internal-elb": "1", ...discoveryTag(config) },
    tags: resourceTags(config),
  });
  const endpoints = vpcEndpoints(stack, config, network, vpc);
  return {
    outputs: { vpc_id: vpc.vpcId, private_subnet_ids: vpc.privateSubnets },
    ready: [vpc, ...endpoints],
  };
}

function existingNetwork(stack: TerraformStack, network: ExistingNetwork): Network {
  const subnets = network.privateSubnetIds.map(
    (id, index) => new DataAwsSubnet(stack, `private_${index}`, { id, vpcId: network.vpcId }),
  );
  return {
    outputs: { vpc_id: network.vpcId, private_subnet_ids: subnets.map((subnet) => subnet.id) },
    ready: [],
  };
}
