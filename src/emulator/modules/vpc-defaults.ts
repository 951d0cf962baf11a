/**
 * The default resources that AWS creates with every VPC and that the pinned vpc module takes over: a security group, whose
 * rules it removes, a network ACL and a route table.
 */
import { when } from "./expressions";

function defaultTags(kind: string): string {
  const name = `coalesce(var.default_${kind}_name, "\${var.name}-default")`;
  return `\${merge({ Name = ${name} }, var.tags, var.default_${kind}_tags)}`;
}

function aclRules(direction: "ingress" | "egress") {
  const rule = `${direction}.value`;
  const lookup = (name: string) => `\${lookup(${rule}, "${name}", null)}`;
  return {
    for_each: `\${var.default_network_acl_${direction}}`,
    content: {
      action: `\${${rule}.action}`,
      cidr_block: lookup("cidr_block"),
      from_port: `\${${rule}.from_port}`,
      ipv6_cidr_block: lookup("ipv6_cidr_block"),
      protocol: `\${${rule}.protocol}`,
      rule_no: `\${${rule}.rule_no}`,
      to_port: `\${${rule}.to_port}`,
    },
  };
}

export const vpcDefaults = {
  aws_default_security_group: {
    this: {
      count: when("local.create_vpc && var.manage_default_security_group"),
      vpc_id: "${aws_vpc.this[0].id}",
      tags: defaultTags("security_group"),
    },
  },
  aws_default_network_acl: {
    this: {
      count: when("local.create_vpc && var.manage_default_network_acl"),
      default_network_acl_id: "${aws_vpc.this[0].default_network_acl_id}",
      dynamic: { ingress: aclRules("ingress"), egress: aclRules("egress") },
      tags: defaultTags("network_acl"),
      // AWS associates the subnets.
      lifecycle: { ignore_changes: ["subnet_ids"] },
    },
  },
  aws_default_route_table: {
    default: {
      count: when("local.create_vpc && var.manage_default_route_table"),
      default_route_table_id: "${aws_vpc.this[0].default_route_table_id}",
      timeouts: { create: "5m", update: "5m" },
      tags: defaultTags("route_table"),
    },
  },
};
