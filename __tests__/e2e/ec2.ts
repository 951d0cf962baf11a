/** What is in an EC2 that answers at an address, asked without the AWS SDK: moto checks no signature. */
import { childOf, readXml, textOf, type XmlElement } from "./xml";

interface Question {
  readonly action: string;
  readonly list: string;
  readonly id: string;
}

const questions = {
  vpc: { action: "DescribeVpcs", list: "vpcSet", id: "vpcId" },
  subnet: { action: "DescribeSubnets", list: "subnetSet", id: "subnetId" },
  internetGateway: {
    action: "DescribeInternetGateways",
    list: "internetGatewaySet",
    id: "internetGatewayId",
  },
  natGateway: { action: "DescribeNatGateways", list: "natGatewaySet", id: "natGatewayId" },
  routeTable: { action: "DescribeRouteTables", list: "routeTableSet", id: "routeTableId" },
  securityGroup: { action: "DescribeSecurityGroups", list: "securityGroupInfo", id: "groupId" },
  address: { action: "DescribeAddresses", list: "addressesSet", id: "allocationId" },
} as const satisfies Record<string, Question>;
export type Ec2Kind = keyof typeof questions;

export interface Ec2Resource {
  readonly id: string;
  /** Empty for what has none. */
  readonly cidr: string;
  /** Empty for what is in none. */
  readonly zone: string;
  readonly vpc: string;
  readonly tags: Readonly<Record<string, string>>;
}

export class Ec2 {
  constructor(
    private readonly url: string,
    private readonly region: string,
  ) {}

  list(kind: Ec2Kind): Promise<Ec2Resource[]> {
    return this.ask(questions[kind]);
  }

  /** Ids of everything that a network is made of, by kind. */
  async inventory(): Promise<Record<string, string[]>> {
    const kinds = Object.entries(questions).map(async ([kind, question]) => {
      const found = await this.ask(question);
      return [kind, found.map(({ id }) => id).sort()] as const;
    });
    return Object.fromEntries(await Promise.all(kinds));
  }

  private async ask({ action, list, id }: Question): Promise<Ec2Resource[]> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        // moto reads Region and service from it.
        Authorization: `AWS4-HMAC-SHA256 Credential=loopback/20260101/${this.region}/ec2/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: `Action=${action}&Version=2016-11-15`,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
    const found = childOf(readXml(text), list);
    if (found === undefined) throw new Error(`${action} answers no ${list}`);
    return found.children.map((item) => resource(item, id));
  }
}

function resource(item: XmlElement, id: string): Ec2Resource {
  const tags = childOf(item, "tagSet")?.children ?? [];
  return {
    id: textOf(item, id),
    cidr: textOf(item, "cidrBlock"),
    zone: textOf(item, "availabilityZone"),
    vpc: textOf(item, "vpcId"),
    tags: Object.fromEntries(tags.map((tag) => [textOf(tag, "key"), textOf(tag, "value")])),
  };
}
