/**
 * Routes out of the VPC, as the pinned vpc module creates them: public subnets through the internet gateway, private
 * subnets through one NAT gateway, one for each zone, or one for each subnet.
 */
import { when } from "./expressions";

const zone = "element(var.azs, var.single_nat_gateway ? 0 : count.index)";
const natTags = (more: string) => `\${merge({ Name = "\${var.name}-\${${zone}}" }, var.tags, var.${more})}`;
const natCount = "local.create_vpc && var.enable_nat_gateway";
const timeouts = { create: "5m" };

export const vpcRouting = {
  aws_route_table: {
    public: {
      count: when("local.public"),
      vpc_id: "${local.vpc_id}",
      tags: '${merge({ Name = "${var.name}-${var.public_subnet_suffix}" }, var.tags, var.public_route_table_tags)}',
    },
    private: {
      // One for each NAT gateway of the configuration, even if NAT gateways are disabled.
      count: "${local.private ? local.nat_gateway_count : 0}",
      vpc_id: "${local.vpc_id}",
      tags: '${merge({ Name = var.single_nat_gateway ? "${var.name}-${var.private_subnet_suffix}" : "${var.name}-${var.private_subnet_suffix}-${element(var.azs, count.index)}" }, var.tags, var.private_route_table_tags)}',
    },
  },
  aws_route_table_association: {
    public: {
      count: "${local.public ? length(var.public_subnets) : 0}",
      subnet_id: "${element(aws_subnet.public[*].id, count.index)}",
      route_table_id: "${aws_route_table.public[0].id}",
    },
    private: {
      count: "${local.private ? length(var.private_subnets) : 0}",
      subnet_id: "${element(aws_subnet.private[*].id, count.index)}",
      route_table_id: "${element(aws_route_table.private[*].id, var.single_nat_gateway ? 0 : count.index)}",
    },
  },
  aws_eip: {
    nat: {
      count: `\${${natCount} && !var.reuse_nat_ips ? local.nat_gateway_count : 0}`,
      domain: "vpc",
      tags: natTags("nat_eip_tags"),
    },
  },
  aws_nat_gateway: {
    this: {
      count: `\${${natCount} ? local.nat_gateway_count : 0}`,
      allocation_id: "${element(local.nat_gateway_ips, var.single_nat_gateway ? 0 : count.index)}",
      subnet_id: "${element(aws_subnet.public[*].id, var.single_nat_gateway ? 0 : count.index)}",
      tags: natTags("nat_gateway_tags"),
      depends_on: ["aws_internet_gateway.this"],
    },
  },
  aws_route: {
    public_internet_gateway: {
      count: when("local.public && var.create_igw"),
      route_table_id: "${aws_route_table.public[0].id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.this[0].id}",
      timeouts,
    },
    private_nat_gateway: {
      count: `\${${natCount} ? local.nat_gateway_count : 0}`,
      route_table_id: "${element(aws_route_table.private[*].id, count.index)}",
      destination_cidr_block: "${var.nat_gateway_destination_cidr_block}",
      nat_gateway_id: "${element(aws_nat_gateway.this[*].id, count.index)}",
      timeouts,
    },
  },
};
