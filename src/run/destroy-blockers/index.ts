/**
 * What must be gone before a stage is destroyed: what the stage would leave hanging, or what would hold it. Read-only.
 * What cannot be looked for stands in the way, too, but for what a cluster that is gone can no longer hold.
 */
import type { Config } from "../../config";
import type { StackName } from "../../config/stages";
import { awsAccess } from "../../clients/aws/aws-access";
import type { ClusterCall } from "../../clients/kubernetes/kubectl";
import { temporaryKubeconfig } from "../../clients/kubernetes/kubeconfig";
import { closeClients, sweepClients } from "../sweep/clients";
import { lookingFor, type Blocker } from "./blocker";
import { balancersInVpc, balancersOfCluster, interfacesInVpc, strayInstances, type AwsCall } from "./in-aws";
import { balancedServices, runningJobs, strayNodes } from "./in-cluster";
import type { Environment } from "../../config/environment";

interface BlockerOptions {
  readonly config: Config;
  /** Of kubectl, and leads to the credentials. */
  readonly env: Environment;
  /** Output of the stage vpc. @default nothing is looked for in it */
  readonly vpcId?: string;
  readonly signal?: AbortSignal;
}

interface Look extends AwsCall {
  readonly config: Config;
  readonly kubernetes?: ClusterCall;
}

type Check = (look: Look) => Promise<readonly Blocker[]>;

const jobs: Check = inCluster(runningJobs);
const nodes: Check = async (look) => {
  const pools = ownPools(look.config);
  const found = await Promise.all([
    inCluster((call) => strayNodes(call, pools))(look),
    strayInstances(look, pools),
  ]);
  return found.flat();
};
const services: Check = inCluster(balancedServices);
const noInstances: Check = (look) => strayInstances(look, []);
const emptyVpc: Check = async (look) => {
  const { vpcId } = look.cluster;
  // What is in a VPC that is not ours does not stand in our way.
  if (vpcId === undefined || look.config.network.kind === "existing") return [];
  return (await Promise.all([balancersInVpc(look, vpcId), interfacesInVpc(look, vpcId)])).flat();
};

const checks: Readonly<Record<StackName, readonly Check[]>> = {
  runners: [jobs],
  addons: [nodes, services],
  eks: [noInstances, balancersOfCluster],
  vpc: [emptyVpc],
  single: [jobs, nodes, services, balancersOfCluster],
};

export async function destroyBlockers(
  stack: StackName,
  { config, env, vpcId, signal }: BlockerOptions,
): Promise<readonly Blocker[]> {
  const access = awsAccess(config.region, env);
  const aws = sweepClients(access, config.region);
  const { name, region } = config;
  const cluster = { name, region, access, ...(vpcId !== undefined && { vpcId }) };
  try {
    return await lookingFor(`cluster ${name}`, async () => {
      const asksCluster = stack !== "eks" && stack !== "vpc";
      const kubeconfig = asksCluster ? await temporaryKubeconfig({ config, env }) : undefined;
      try {
        const kubernetes = kubeconfig && { kubeconfig: kubeconfig.path, env, signal };
        const look = { aws, cluster, config, ...(kubernetes !== undefined && { kubernetes }) };
        return (await Promise.all(checks[stack].map((check) => check(look)))).flat();
      } finally {
        kubeconfig?.remove();
      }
    });
  } finally {
    closeClients(aws);
  }
}

/** In a cluster that is gone nothing runs. */
function inCluster(check: (call: ClusterCall) => Promise<readonly Blocker[]>): Check {
  return ({ kubernetes }) => (kubernetes === undefined ? Promise.resolve([]) : check(kubernetes));
}

/** Terraform waits for the nodes of our pools, but not for those of the published provisioner. */
function ownPools({ versions, addons }: Config): readonly string[] {
  return versions.set === "tutorial" ? [] : Object.keys(addons.karpenter.nodePools);
}
