/**
 * Everything that the cluster needs before a runner: access for nodes and pods, Karpenter with its node pools, the other
 * add-ons, and the logs of Fargate pods. Terraform destroys them in the opposite order: node pools while the controller
 * still runs, access last. An identity that did not create the cluster has access only through `aws-auth`: without it, it
 * could not delete the rest.
 */
import type { ITerraformDependable, TerraformStack } from "cdktf";
import type { Config } from "../../config/config";
import { alarms } from "../monitoring/alarms";
import { authWriter, writeAwsAuth } from "./aws-auth";
import { dashboard } from "../monitoring/dashboard";
import { fargateLogging, type FargateLogging } from "../monitoring/fargate-logging";
import { karpenterDefinitions } from "./karpenter-definitions";
import { karpenterPolicy } from "./karpenter-policy";
import { kubernetesAddons } from "./kubernetes-addons";
import { managerMetrics } from "../monitoring/manager-metrics";
import { nodePools } from "./node-pools";
import { managersNamespace } from "../runners/runner-namespaces";
import { publishedProvisioner } from "./published-provisioner";
import type { AddonsOutputs, EksOutputs, VpcOutputs } from "../stage-outputs";

interface AddOns {
  readonly outputs: AddonsOutputs;
  /** In layout `single`, runners depend on these: they are created after them and destroyed before them. */
  readonly ready: ITerraformDependable[];
}

interface AddOnsProps {
  readonly network: VpcOutputs;
  readonly eks: EksOutputs;
  /** Routes out of the VPC in the same root. Karpenter needs them until its last node is gone. */
  readonly dependsOn?: ITerraformDependable[];
}

export function addOns(stack: TerraformStack, config: Config, props: AddOnsProps): AddOns {
  const { network, eks, dependsOn = [] } = props;
  const karpenter = config.addons.karpenter.enabled;
  const published = config.versions.set === "tutorial";
  const access = authWriter(config) === "addons stage" ? [writeAwsAuth(stack, config, eks)] : [];
  const afterAccess = access.length > 0 ? access : undefined;
  const logging = hasFargateLogs(config) ? fargateLogging(stack, config, eks, afterAccess) : undefined;
  if (logging !== undefined && config.addons.alarms.enabled) monitor(stack, config, logging);
  const before = [...dependsOn, ...access, ...(logging?.ready ?? [])];
  const afterAll = before.length > 0 ? before : undefined;
  const currentKarpenter = () => ({
    policy: karpenterPolicy(stack, config),
    definitions: karpenterDefinitions(stack, config, afterAll),
  });
  const addons = kubernetesAddons(stack, config, eks, {
    karpenter: karpenter && !published ? currentKarpenter() : undefined,
    dependsOn: afterAll,
  });
  const nodes = karpenter ? nodeManifests(stack, config, network, eks, [addons]) : [];
  const managers = config.runners.length > 0 ? [managersNamespace(stack, config, afterAccess)] : [];
  return {
    outputs: {
      node_pools: karpenter && !published ? Object.keys(config.addons.karpenter.nodePools) : [],
      fargate_log_group: logging?.group.name,
      manager_namespace: managers[0]?.metadata.name,
    },
    ready: [addons, ...nodes, ...managers],
  };
}

function hasFargateLogs(config: Config): boolean {
  return config.addons.logging.enabled && config.cluster.fargateProfiles.length > 0;
}

function monitor(stack: TerraformStack, config: Config, { group }: FargateLogging): void {
  const metrics = managerMetrics(stack, config, group);
  dashboard(stack, config, { group, metrics, alarms: alarms(stack, config, metrics) });
}

function nodeManifests(
  stack: TerraformStack,
  config: Config,
  network: VpcOutputs,
  eks: EksOutputs,
  dependsOn: ITerraformDependable[],
): ITerraformDependable[] {
  return config.versions.set === "tutorial"
    ? publishedProvisioner(stack, config, eks, dependsOn)
    : nodePools(stack, config, network, eks, dependsOn);
}
