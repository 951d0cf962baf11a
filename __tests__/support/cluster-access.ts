/** The way of kubectl and the AWS CLI to a cluster of the emulator. */
import * as z from "zod";
import type { Emulator } from "../../src/emulator";
import { runCommand } from "../../src/clients/system/command";

interface ClusterAddress {
  readonly endpoint: string;
  readonly authority: string;
}
export const tokenSchema = z.object({ status: z.object({ token: z.string() }) });
export const getToken = ["eks", "get-token", "--region", "eu-west-1", "--cluster-name", "one"] as const;

export async function aws({ env, folder }: Emulator, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(["aws", ...args], { cwd: folder, env });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A cluster called `one`, in the first two subnets of eu-west-1. */
export async function createCluster(emulator: Emulator): Promise<ClusterAddress> {
  const here = ["--region", "eu-west-1", "--output", "text", "--query"];
  const subnets = await aws(emulator, "ec2", "describe-subnets", ...here, "Subnets[:2].SubnetId");
  const network = `subnetIds=${subnets.split(/\s+/).join(",")}`;
  const role = ["--role-arn", "arn:aws:iam::123456789012:role/cluster"];
  const about = ["--name", "one", ...role, "--resources-vpc-config", network];
  const query = "cluster.[endpoint,certificateAuthority.data]";
  const created = await aws(emulator, "eks", "create-cluster", ...about, ...here, query);
  const [endpoint = "", authority = ""] = created.split(/\s+/);
  return { endpoint, authority };
}

/** Of a user who runs a command at every call, or who has run it before. */
export function kubeconfig({ endpoint, authority }: ClusterAddress, user: object): string {
  const cluster = { server: endpoint, "certificate-authority-data": authority };
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "c" },
    clusters: [{ name: "c", cluster }],
    users: [{ name: "u", user }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  });
}

/** Gets a token at every call, as `aws eks update-kubeconfig` sets it up. */
export const execUser = {
  exec: {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: getToken,
    interactiveMode: "Never",
  },
};
