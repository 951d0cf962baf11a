/** The cluster is put into these subnets, and its Fargate pods reach the world through them. */
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as z from "zod";
import type { HealthCall, HealthProblem } from "./index";

const outputsSchema = z.object({ private_subnet_ids: z.array(z.string()) });

export async function vpcHealth({ access, outputs }: HealthCall): Promise<readonly HealthProblem[]> {
  const { private_subnet_ids: wanted } = outputsSchema.parse(outputs);
  const client = new EC2Client(access);
  try {
    const { Subnets = [] } = await client.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: "subnet-id", Values: [...wanted] }] }),
    );
    const there = Subnets.filter(({ State }) => State === "available").map(({ SubnetId }) => SubnetId);
    return wanted
      .filter((id) => !there.includes(id))
      .map((id) => ({ what: `subnet ${id} is not available`, fix: "run glrunner deploy vpc again" }));
  } finally {
    client.destroy();
  }
}
