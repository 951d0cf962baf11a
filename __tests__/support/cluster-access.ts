/** Gives kubectl and the AWS CLI access to a cluster of the emulator. */
import * as z from "zod";
import type { Emulator } from "../../src/emulator";
import { runCommand } from "../../src/clients/system/command";

interface ClusterAddress {
  readonly endpoint: string;
  readonly authority: string;
}
/** The output of `aws eks get-token`. */
export const tokenSchema = z.object({ status: z.object({ token: z.string() }) });
export const getToken = ["eks", "get-token", "--region", "eu-west-1", "--cluster-name", "one"] as const;

/** Runs the AWS CLI against the emulator. @returns its stdout. @throws Error with its stderr, if it fails */
export async function aws({ env, folder }: Emulator, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(["aws", ...args], { cwd: folder, env });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Creates a cluster with the name `one` in the first two subnets of eu-west-1. */
export async function createCluster(emulator: Emulator): Promise<ClusterAddress> {
  const textQuery = ["--region", "eu-west-1", "--output", "text", "--query"];
  const subnets = await aws(emulator, "ec2", "describe-subnets", ...textQuery, "Subnets[:2].SubnetId");
  const network = `subnetIds=${subnets.split(/\s+/).join(",")}`;
  const role = ["--role-arn", "arn:aws:iam::123456789012:role/cluster"];
  const options = ["--name", "one", ...role, "--resources-vpc-config", network];
  const query = "cluster.[endpoint,certificateAuthority.data]";
  const created = await aws(emulator, "eks", "create-cluster", ...options, ...textQuery, query);
  const [endpoint = "", authority = ""] = created.split(/\s+/);
  return { endpoint, authority };
}

/** Returns a kubeconfig for the cluster. @param user an exec plugin or a static token */
export function kubeconfig({ endpoint, authority }: ClusterAddress, user: object): string {
  const cluster = { server: endpoint, "certificate-authority-data": authority };
  return JSON.stringify({
    ...{ apiVersion: "v1", kind: "Config", "current-context": "c" },
    clusters: [{ name: "c", cluster }],
    users: [{ name: "u", user }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  });
}

/** A user that gets a token for every call, as `aws eks update-kubeconfig` configures it. */
export const execUser = {
  exec: {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: getToken,
    interactiveMode: "Never",
  },
};
