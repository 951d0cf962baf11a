/**
 * Karpenter's node pools for Spot and on-demand jobs, API v1. Karpenter never evicts a running job: it consolidates only
 * empty nodes, and job pods have the annotation that forbids disruption. An expired or drifted node waits for its last
 * job. No `terminationGracePeriod` ends it earlier, only the job's own timeout. When a pool is deleted, Terraform waits
 * until its nodes are gone, while the controller that removes them still runs.
 * Source: karpenter.sh/v1.12/concepts/disruption (Expiration, TerminationGracePeriod, Pod-Level Controls), 2026-11-28.
 */
import { Fn, Token, type ITerraformDependable, type TerraformStack } from "cdktf";
import { KubectlManifest } from "../../../modules/wrappers/kubectl";
import { poolLabel } from "../../config/resource-names";
import type { Config } from "../../config/config";
import type { NodePoolConfig } from "../../config/schema/addons";
import type { EksOutputs, VpcOutputs } from "../stage-outputs";
import { resourceTags } from "../tags";
import { yamlText } from "../yaml-text";

const nodeClassName = "glrunner";

export function nodePools(
  stack: TerraformStack,
  config: Config,
  network: VpcOutputs,
  eks: EksOutputs,
  dependsOn: ITerraformDependable[],
): KubectlManifest[] {
  const nodeClass = manifest(stack, "node_class", nodeClassManifest(config, network, eks), dependsOn);
  return Object.entries(config.addons.karpenter.nodePools).map(([name, pool]) =>
    manifest(stack, `node_pool_${name}`, nodePoolManifest(name, pool), [nodeClass]),
  );
}

function manifest(stack: TerraformStack, id: string, content: object, dependsOn: ITerraformDependable[]) {
  return new KubectlManifest(stack, id, {
    yamlBody: yamlText(content),
    wait: true,
    dependsOn,
  });
}

function nodeClassManifest(config: Config, network: VpcOutputs, eks: EksOutputs) {
  const { image, instanceStore } = config.addons.karpenter.nodes;
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: nodeClassName },
    spec: {
      amiSelectorTerms: [{ alias: image }],
      instanceProfile: eks.karpenter_instance_profile_name,
      subnetSelectorTerms: subnetIds(config, network).map((id) => ({ id })),
      securityGroupSelectorTerms: [{ id: eks.cluster_primary_security_group_id }],
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: disk(config) }],
      ...(instanceStore === "raid0" && { instanceStorePolicy: "RAID0" }),
      tags: resourceTags(config),
    },
  };
}

function disk({ addons }: Config) {
  const { diskGiB, diskThroughput, diskIops } = addons.karpenter.nodes;
  return {
    ...{ volumeSize: `${diskGiB}Gi`, volumeType: "gp3", encrypted: true },
    ...(diskThroughput !== undefined && { throughput: diskThroughput }),
    ...(diskIops !== undefined && { iops: diskIops }),
  };
}

/**
 * With both types Karpenter launches Spot first, and on-demand "generally within milliseconds" when no Spot offering is
 * left. It skips an offering for three minutes after it had no capacity or was interrupted.
 * Source: aws/karpenter-provider-aws@v1.12.2:website/content/en/docs/concepts/nodepools.md (Capacity Type),
 * pkg/cache/cache.go (UnavailableOfferingsTTL), pkg/controllers/interruption/controller.go; read 2026-11-30.
 */
const capacityTypes = {
  spot: ["spot"],
  "spot-first": ["spot", "on-demand"],
  "on-demand": ["on-demand"],
} as const satisfies Readonly<Record<NodePoolConfig["capacity"], readonly string[]>>;

function nodePoolManifest(name: string, pool: NodePoolConfig) {
  const requirement = (key: string, values: readonly (string | number)[]) => ({
    key,
    operator: "In",
    values: values.map(String),
  });
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      template: {
        metadata: { labels: { [poolLabel]: name } },
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClassName },
          taints: [{ key: poolLabel, value: name, effect: "NoSchedule" }],
          requirements: [
            requirement("karpenter.sh/capacity-type", capacityTypes[pool.capacity]),
            requirement("kubernetes.io/os", ["linux"]),
            requirement("kubernetes.io/arch", [pool.architecture]),
            requirement("karpenter.k8s.aws/instance-category", pool.instanceCategories),
            requirement("karpenter.k8s.aws/instance-cpu", pool.cpus),
            requirement("karpenter.k8s.aws/instance-hypervisor", ["nitro"]),
            ...(pool.zones === undefined ? [] : [requirement("topology.kubernetes.io/zone", pool.zones)]),
          ],
          expireAfter: `${pool.expireAfterHours}h`,
        },
      },
      disruption: {
        ...{ consolidationPolicy: "WhenEmpty", consolidateAfter: "60s" },
        ...(pool.disruptionBudgets && { budgets: pool.disruptionBudgets.map(budget) }),
      },
      ...(pool.weight !== undefined && { weight: pool.weight }),
      limits: { cpu: String(pool.maxCpu) },
    },
  };
}

/** Karpenter takes a duration in hours and minutes. */
function budget({ hours, ...rest }: NonNullable<NodePoolConfig["disruptionBudgets"]>[number]) {
  return { ...rest, ...(hours !== undefined && { duration: `${Math.round(hours * 60)}m` }) };
}

/** One reference per subnet, because the node class lists them one by one. */
function subnetIds(config: Config, network: VpcOutputs): string[] {
  const count =
    config.network.kind === "created"
      ? config.network.privateSubnets.length
      : config.network.privateSubnetIds.length;
  return Array.from({ length: count }, (_, index) =>
    Token.asString(Fn.element(network.private_subnet_ids, index)),
  );
}
