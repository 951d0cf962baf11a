/** Stand-in of the pinned vpc module: the VPC, its subnets and its internet gateway, named and tagged as there. */
import { modulePins } from "../../../modules/pins";
import { interfaces } from "../../../modules/recorded-interface";
import type { RegistryModule } from "./registry";
import { standIn } from "./stand-in";

const tags = (name: string, more: string) => `\${merge({ Name = ${name} }, var.tags, var.${more})}`;

function subnets(kind: "private" | "public") {
  const zone = "element(var.azs, count.index)";
  return {
    count: `\${length(var.${kind}_subnets)}`,
    vpc_id: "${aws_vpc.this.id}",
    cidr_block: `\${var.${kind}_subnets[count.index]}`,
    availability_zone: `\${${zone}}`,
    tags: tags(`"\${var.name}-\${var.${kind}_subnet_suffix}-\${${zone}}"`, `${kind}_subnet_tags`),
  };
}

export const vpcStandIn: RegistryModule = {
  source: modulePins.vpc.source,
  version: modulePins.vpc.version,
  files: standIn(interfaces.vpc, {
    providers: { aws: "hashicorp/aws" },
    resource: {
      aws_vpc: {
        this: {
          cidr_block: "${var.cidr}",
          enable_dns_hostnames: "${var.enable_dns_hostnames}",
          enable_dns_support: "${var.enable_dns_support}",
          tags: tags("var.name", "vpc_tags"),
        },
      },
      aws_subnet: { private: subnets("private"), public: subnets("public") },
      aws_internet_gateway: {
        this: { vpc_id: "${aws_vpc.this.id}", tags: tags("var.name", "igw_tags") },
      },
    },
    outputs: {
      azs: "${var.azs}",
      igw_id: "${aws_internet_gateway.this.id}",
      name: "${var.name}",
      private_subnet_arns: "${aws_subnet.private[*].arn}",
      private_subnets: "${aws_subnet.private[*].id}",
      private_subnets_cidr_blocks: "${aws_subnet.private[*].cidr_block}",
      public_subnets: "${aws_subnet.public[*].id}",
      public_subnets_cidr_blocks: "${aws_subnet.public[*].cidr_block}",
      vpc_arn: "${aws_vpc.this.arn}",
      vpc_cidr_block: "${aws_vpc.this.cidr_block}",
      vpc_id: "${aws_vpc.this.id}",
    },
  }),
};
