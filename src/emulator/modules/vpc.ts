/**
 * Stand-in for the pinned vpc module: the VPC with its public and private subnets, their routes and NAT gateways, and the
 * default resources of a VPC, with the addresses, names and tags of the real module.
 */
import { modulePins, providerPins } from "../../../modules/pins";
import { interfaces } from "../../../modules/recorded-interface";
import { first, when } from "./expressions";
import type { RegistryModule } from "./registry";
import { standIn } from "./stand-in";
import { vpcDefaults } from "./vpc-defaults";
import { vpcRouting } from "./vpc-routing";

const tags = (name: string, more: string) => `\${merge({ Name = ${name} }, var.tags, var.${more})}`;

function subnets(kind: "private" | "public", count: string) {
  const zone = "element(var.azs, count.index)";
  const isName = `length(regexall("^[a-z]{2}-", ${zone})) > 0`;
  const name = `try(var.${kind}_subnet_names[count.index], "\${var.name}-\${var.${kind}_subnet_suffix}-\${${zone}}")`;
  return {
    count,
    vpc_id: "${local.vpc_id}",
    cidr_block: `\${var.${kind}_subnets[count.index]}`,
    availability_zone: `\${${isName} ? ${zone} : null}`,
    availability_zone_id: `\${${isName} ? null : ${zone}}`,
    ...(kind === "public" && { map_public_ip_on_launch: "${var.map_public_ip_on_launch}" }),
    tags: tags(name, `${kind}_subnet_tags, lookup(var.${kind}_subnet_tags_per_az, ${zone}, {})`),
  };
}

const resource = {
  aws_vpc: {
    this: {
      count: when("local.create_vpc"),
      cidr_block: "${var.cidr}",
      enable_dns_hostnames: "${var.enable_dns_hostnames}",
      enable_dns_support: "${var.enable_dns_support}",
      tags: tags("var.name", "vpc_tags"),
    },
  },
  aws_subnet: {
    public: subnets(
      "public",
      "${local.public && (!var.one_nat_gateway_per_az || length(var.public_subnets) >= length(var.azs)) ? length(var.public_subnets) : 0}",
    ),
    private: subnets("private", "${local.private ? length(var.private_subnets) : 0}"),
  },
  aws_internet_gateway: {
    this: {
      count: when("local.public && var.create_igw"),
      vpc_id: "${local.vpc_id}",
      tags: tags("var.name", "igw_tags"),
    },
  },
  ...vpcDefaults,
  ...vpcRouting,
};

/** Of attributes that a VPC itself has. */
const ofVpc = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, first(`aws_vpc.this[0].${name}`)]));

export const vpcStandIn: RegistryModule = {
  source: modulePins.vpc.source,
  version: modulePins.vpc.version,
  files: standIn(interfaces.vpc, {
    providers: { aws: providerPins.aws.source },
    locals: {
      create_vpc: "${var.create_vpc && var.putin_khuylo}",
      vpc_id: '${try(aws_vpc.this[0].id, "")}',
      public: "${local.create_vpc && length(var.public_subnets) > 0}",
      private: "${local.create_vpc && length(var.private_subnets) > 0}",
      nat_gateway_count:
        "${var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az ? length(var.azs) : max(length(var.private_subnets), length(var.public_subnets))}",
      nat_gateway_ips: "${var.reuse_nat_ips ? var.external_nat_ip_ids : aws_eip.nat[*].id}",
    },
    resource,
    outputs: {
      azs: "${var.azs}",
      name: "${var.name}",
      igw_arn: first("aws_internet_gateway.this[0].arn"),
      igw_id: first("aws_internet_gateway.this[0].id"),
      nat_ids: "${aws_eip.nat[*].id}",
      nat_public_ips: "${var.reuse_nat_ips ? var.external_nat_ips : aws_eip.nat[*].public_ip}",
      natgw_ids: "${aws_nat_gateway.this[*].id}",
      private_nat_gateway_route_ids: "${aws_route.private_nat_gateway[*].id}",
      private_route_table_association_ids: "${aws_route_table_association.private[*].id}",
      private_route_table_ids: "${aws_route_table.private[*].id}",
      private_subnet_arns: "${aws_subnet.private[*].arn}",
      private_subnets: "${aws_subnet.private[*].id}",
      private_subnets_cidr_blocks: "${compact(aws_subnet.private[*].cidr_block)}",
      public_internet_gateway_route_id: first("aws_route.public_internet_gateway[0].id"),
      public_route_table_association_ids: "${aws_route_table_association.public[*].id}",
      public_route_table_ids: "${aws_route_table.public[*].id}",
      public_subnet_arns: "${aws_subnet.public[*].arn}",
      public_subnets: "${aws_subnet.public[*].id}",
      public_subnets_cidr_blocks: "${compact(aws_subnet.public[*].cidr_block)}",
      ...ofVpc("default_network_acl_id", "default_route_table_id", "default_security_group_id"),
      vpc_arn: first("aws_vpc.this[0].arn"),
      vpc_cidr_block: first("aws_vpc.this[0].cidr_block"),
      vpc_enable_dns_hostnames: first("aws_vpc.this[0].enable_dns_hostnames"),
      vpc_enable_dns_support: first("aws_vpc.this[0].enable_dns_support"),
      vpc_id: first("aws_vpc.this[0].id"),
      vpc_main_route_table_id: first("aws_vpc.this[0].main_route_table_id"),
      vpc_owner_id: first("aws_vpc.this[0].owner_id"),
    },
  }),
};
