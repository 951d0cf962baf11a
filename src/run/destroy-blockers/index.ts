/**
 * Finds the reasons not to destroy a stage yet: resources that the destroy would orphan, and resources that would make it
 * fail. Read-only.
 *
 * A search that fails is a reason too. A cluster that no longer exists holds no objects.
 */
import type { Config } from "../../config";
import type { StackName } from "../../config/stages";
import { awsAccess } from "../../clients/aws/aws-access";
import type { ClusterCall } from "../../clients/kubernetes/kubectl";
import { temporaryKubeconfig } from "../../clients/kubernetes/kubeconfig";
import { closeClients, sweepClients } from "../sweep/clients";
import { searchFor, type Blocker } from "./blocker";
import {
  balancersInVpc,
  balancersOfCluster,
  interfacesInVpc,
  strayInstances,
  type AwsSearch,
} from "./in-aws";
import { servicesWithBalancer, runningJobs, strayNodes } from "./in-cluster";
import type { Environment } from "../../config/environment";

interface BlockerOptions {
  readonly config: Config;
  /** The whole environment of kubectl, with the AWS credentials. */
  readonly env: Environment;
  /** Output of the stage vpc. @default the VPC is not searched */
  readonly vpcId?: string;
  readonly signal?: AbortSignal;
}

/** The input of every check. */
interface BlockerSearch extends AwsSearch {
  readonly config: Config;
  readonly kubernetes?: ClusterCall;
}

type Check = (search: BlockerSearch) => Promise<readonly Blocker[]>;

const jobs: Check = inCluster(runningJobs);
const nodes: Check = async (search) => {
  const pools = ownPools(search.config);
  const found = await Promise.all([
    inCluster((call) => strayNodes(call, pools))(search),
    strayInstances(search, pools),
  ]);
  return found.flat();
};
const services: Check = inCluster(servicesWithBalancer);
const noInstances: Check = (search) => strayInstances(search, []);
const emptyVpc: Check = async (search) => {
  const { vpcId } = search.cluster;
  // glrunner does not delete an existing VPC, so nothing in it blocks the destroy.
  if (vpcId === undefined || search.config.network.kind === "existing") return [];
  return (await Promise.all([balancersInVpc(search, vpcId), interfacesInVpc(search, vpcId)])).flat();
};

const checks: Readonly<Record<StackName, readonly Check[]>> = {
  runners: [jobs],
  addons: [nodes, services],
  eks: [noInstances, balancersOfCluster],
  vpc: [emptyVpc],
  single: [jobs, nodes, services, balancersOfCluster],
};

/** @returns every reason not to destroy the stage yet; empty if there is none */
export async function destroyBlockers(
  stack: StackName,
  { config, env, vpcId, signal }: BlockerOptions,
): Promise<readonly Blocker[]> {
  const access = awsAccess(config.region, env);
  const aws = sweepClients(access, config.region);
  const { name, region } = config;
  const cluster = { name, region, access, ...(vpcId !== undefined && { vpcId }) };
  try {
    return await searchFor(`cluster ${name}`, async () => {
      const needsCluster = stack !== "eks" && stack !== "vpc";
      const kubeconfig = needsCluster ? await temporaryKubeconfig({ config, env }) : undefined;
      try {
        const kubernetes = kubeconfig && { kubeconfig: kubeconfig.path, env, signal };
        const search = { aws, cluster, config, ...(kubernetes !== undefined && { kubernetes }) };
        return (await Promise.all(checks[stack].map((check) => check(search)))).flat();
      } finally {
        kubeconfig?.remove();
      }
    });
  } finally {
    closeClients(aws);
  }
}

/** A check of objects in the cluster, which finds none if the cluster no longer exists. */
function inCluster(check: (call: ClusterCall) => Promise<readonly Blocker[]>): Check {
  return ({ kubernetes }) => (kubernetes === undefined ? Promise.resolve([]) : check(kubernetes));
}

/** Terraform waits for the nodes of the configured pools, but not for those of the published provisioner. */
function ownPools({ versions, addons }: Config): readonly string[] {
  return versions.set === "tutorial" ? [] : Object.keys(addons.karpenter.nodePools);
}
