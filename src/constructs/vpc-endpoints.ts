/**
 * VPC endpoints: AWS services at addresses in the private subnets, under their usual names. One security group admits every
 * address of the VPC, of nodes and Fargate pods alike.
 */
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import type { Vpc } from "../../modules/wrappers/vpc";
import type { Config, CreatedNetwork } from "../config/config";
import { endpointsGroupPrefix } from "../config/resource-names";
import { gatewayService } from "../facts/aws/vpc-endpoints";
import { resourceTags } from "./tags";

export function vpcEndpoints(
  stack: TerraformStack,
  config: Config,
  { endpoints, cidr }: CreatedNetwork,
  vpc: Vpc,
): readonly ITerraformDependable[] {
  const interfaces = endpoints.filter((service) => service !== gatewayService);
  const group =
    interfaces.length === 0 ? undefined : new SecurityGroup(stack, "endpoints", groupOf(config, cidr, vpc));
  return endpoints.map((service) => {
    const common = {
      vpcId: vpc.vpcId,
      serviceName: `com.amazonaws.${config.region}.${service}`,
      tags: { ...resourceTags(config), Name: `${config.name}-${service}` },
    };
    // A Terraform name must not contain dots.
    const id = `endpoint_${service.replace(".", "_")}`;
    if (service === gatewayService) {
      return new VpcEndpoint(stack, id, {
        ...common,
        vpcEndpointType: "Gateway",
        routeTableIds: vpc.privateRouteTableIds,
      });
    }
    return new VpcEndpoint(stack, id, {
      ...common,
      vpcEndpointType: "Interface",
      subnetIds: vpc.privateSubnets,
      securityGroupIds: group && [group.id],
      privateDnsEnabled: true,
    });
  });
}

function groupOf(config: Config, cidr: string, vpc: Vpc) {
  return {
    namePrefix: endpointsGroupPrefix(config.name),
    description: "HTTPS from the VPC to its endpoints",
    vpcId: vpc.vpcId,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [cidr] }],
    tags: resourceTags(config),
  };
}
