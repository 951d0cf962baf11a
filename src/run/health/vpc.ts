/** The cluster runs in the private subnets, and its Fargate pods reach the internet through them. */
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as z from "zod";
import type { HealthInput, HealthProblem } from "./types";

const outputsSchema = z.object({ private_subnet_ids: z.array(z.string()) });

export async function vpcHealth({ access, outputs }: HealthInput): Promise<readonly HealthProblem[]> {
  const { private_subnet_ids: expected } = outputsSchema.parse(outputs);
  const client = new EC2Client(access);
  try {
    const { Subnets = [] } = await client.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: "subnet-id", Values: [...expected] }] }),
    );
    const available = Subnets.filter(({ State }) => State === "available").map(({ SubnetId }) => SubnetId);
    return expected
      .filter((id) => !available.includes(id))
      .map((id) => ({ what: `subnet ${id} is not available`, fix: "run glrunner deploy vpc again" }));
  } finally {
    client.destroy();
  }
}
