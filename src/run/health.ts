/** Checks whether a stage that was deployed works as far as the next one needs it. Read-only. */
import { request } from "node:https";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeClusterCommand, DescribeFargateProfileCommand, EKSClient } from "@aws-sdk/client-eks";
import * as z from "zod";
import type { AwsAccess } from "../clients/aws/aws-access";
import type { Config } from "../config";
import { accessOf, type StackSession } from "./context";

/** Why the next stage cannot be deployed yet. */
interface HealthProblem {
  readonly what: string;
  /** The next step of the user. */
  readonly fix: string;
}

interface HealthInput {
  readonly config: Config;
  readonly access: AwsAccess;
  /** The stage's outputs, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** @returns what is wrong; empty when the next stage can be deployed */
export async function healthOf(stack: StackSession): Promise<readonly HealthProblem[]> {
  if (stack.name !== "vpc" && stack.name !== "eks") return [];
  const outputs = await stack.terraform.outputs();
  const input = { config: stack.run.config, access: accessOf(stack.run), outputs };
  return stack.name === "vpc" ? vpcHealth(input) : eksHealth(input);
}

const outputsSchema = z.object({ private_subnet_ids: z.array(z.string()) });

/** The cluster runs in the private subnets, and its Fargate pods reach the internet through them. */
async function vpcHealth({ access, outputs }: HealthInput): Promise<readonly HealthProblem[]> {
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

/** A running API answers at once. A firewall that drops packets never does. */
const timeoutMs = 10_000;

/** Add-ons need a control plane that answers, and active Fargate profiles for their pods. */
async function eksHealth({ config, access }: HealthInput): Promise<readonly HealthProblem[]> {
  const client = new EKSClient(access);
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name: config.name }));
    const problems = await Promise.all([
      ...config.cluster.fargateProfiles.map(async ({ name }) => {
        const about = { clusterName: config.name, fargateProfileName: name };
        const { fargateProfile } = await client.send(new DescribeFargateProfileCommand(about));
        return statusProblem(`Fargate profile ${name}`, fargateProfile?.status);
      }),
      apiProblem(cluster?.endpoint, cluster?.certificateAuthority?.data),
    ]);
    const all = [statusProblem(`cluster ${config.name}`, cluster?.status), ...problems];
    return all.filter((problem) => problem !== undefined);
  } finally {
    client.destroy();
  }
}

function statusProblem(what: string, status: string | undefined): HealthProblem | undefined {
  if (status === "ACTIVE") return undefined;
  return {
    what: `${what} ${status === undefined ? "does not exist" : `is ${status}`}`,
    fix: "see its health in the EKS console, then run glrunner resume",
  };
}

/** `/readyz` needs no credentials. Source: kubernetes.io, API health endpoints. */
async function apiProblem(endpoint?: string, authority?: string): Promise<HealthProblem | undefined> {
  const reason = endpoint === undefined ? "it has no address" : await readyz(endpoint, authority);
  if (reason === undefined) return undefined;
  return {
    what: `this machine cannot reach the Kubernetes API: ${reason}`,
    fix: "allow the address of this machine in cluster.endpoint, or use a machine in the VPC",
  };
}

function readyz(endpoint: string, authority: string | undefined): Promise<string | undefined> {
  const ca = authority === undefined ? undefined : Buffer.from(authority, "base64");
  return new Promise((resolve) => {
    const call = request(`${endpoint}/readyz`, { ca, timeout: timeoutMs }, (response) => {
      response.resume();
      // A cluster may refuse anonymous requests with 401 or 403: it is reachable then too.
      const { statusCode = 0 } = response;
      resolve(statusCode < 500 ? undefined : `it answers ${statusCode}`);
    });
    call.once("timeout", () => call.destroy(new Error("no answer within ten seconds")));
    call.once("error", (error) => {
      resolve(error.message);
    });
    call.end();
  });
}
