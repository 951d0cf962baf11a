/** The resources of an AWS account that a configuration needs when all runners run their maximum of jobs. */
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import type { Config, Runner } from "../../config";
import type { NodePoolConfig } from "../../config/schema/addons";
import { toMiB } from "../../config/units";
import { systemAddresses } from "../../config/rules/addresses";
import { fargateSize } from "../../facts/aws/fargate";
import { vcpuOf, standardFamilies } from "../../facts/kubernetes/nodes";
import { systemPodsOf, type SystemPods } from "../../facts/kubernetes/system-pods";

/** Rounded to thousandths, to remove the floating-point error of a sum. */
const rounded = (cpu: number) => Math.round(cpu * 1000) / 1000;
const sum = (numbers: readonly number[]) => rounded(numbers.reduce((total, value) => total + value, 0));

/** vCPU that a job requests, for the build and the helper container. */
export const jobCpu = ({ job }: Runner) => rounded(job.cpu + job.helper.cpu);

/** vCPU of the Fargate size of a pod. If no size is large enough, the requested vCPU. */
function sizeVcpu(cpu: number, memoryMiB: number): number {
  return fargateSize({ cpu, memoryMiB })?.vcpu ?? cpu;
}

/** vCPU of the Fargate size of a job's pod. */
export function jobVcpu(runner: Runner): number {
  const { job } = runner;
  return sizeVcpu(jobCpu(runner), toMiB(job.memory) + toMiB(job.helper.memory));
}

/** vCPU of the Fargate size of a manager's pod. */
export function managerVcpu({ manager }: Runner): number {
  return sizeVcpu(manager.cpu, toMiB(manager.memory));
}

/** In vCPU. */
interface FargateNeed {
  readonly jobs: number;
  readonly managers: number;
  readonly system: number;
  readonly total: number;
}

/** The system pods that run on Fargate. */
export function fargateSystemPods({ cluster, addons, versions }: Config): readonly SystemPods[] {
  if (cluster.systemPods !== "fargate") return [];
  return systemPodsOf({ set: versions.set, karpenter: addons.karpenter.enabled, ebsCsi: cluster.ebsCsi });
}

/** The vCPU that the configuration needs on Fargate. */
export function fargateVcpu(config: Config): FargateNeed {
  const { runners, cluster } = config;
  const jobs = sum(
    runners
      .filter(({ compute }) => compute === "fargate")
      .map((runner) => runner.concurrent * jobVcpu(runner)),
  );
  const managers = cluster.managers === "fargate" ? sum(runners.map(managerVcpu)) : 0;
  const system = sum(fargateSystemPods(config).map(({ pods, size }) => pods * size.vcpu));
  return { jobs, managers, system, total: sum([jobs, managers, system]) };
}

/** In vCPU. */
interface InstanceNeed {
  readonly spot: number;
  readonly onDemand: number;
  /** Node pools of runners that may have instances of other quotas. */
  readonly otherFamilies: readonly string[];
}

/** The minimum vCPU that the configuration needs on instances: nodes have a little more than their pods. */
export function instanceVcpu(config: Config): InstanceNeed {
  const pools = Object.entries(config.addons.karpenter.nodePools);
  const onNodes = config.runners.filter(({ compute }) => compute !== "fargate");
  const requested = (runners: readonly Runner[]) =>
    sum(runners.map((runner) => runner.concurrent * jobCpu(runner)));
  const used = pools.flatMap(([name, pool]) => {
    const runners = onNodes.filter(({ nodePool }) => nodePool === name);
    return runners.length === 0 ? [] : [{ name, pool, vcpu: Math.min(requested(runners), pool.maxCpu) }];
  });
  const without = (compute: Runner["compute"]) =>
    requested(onNodes.filter((runner) => runner.nodePool === undefined && runner.compute === compute));
  const counted = used.filter(({ pool }) => pool.instanceCategories.every(isStandard));
  const of = (...classes: readonly NodePoolConfig["capacity"][]) =>
    sum([
      ...counted.filter(({ pool }) => classes.includes(pool.capacity)).map(({ vcpu }) => vcpu),
      ...classes.map(without),
    ]);
  return {
    spot: Math.ceil(of("spot")),
    // `spot-first` uses on-demand instances if Spot has no capacity.
    onDemand: Math.ceil(of("on-demand", "spot-first") + managedNodesVcpu(config)),
    otherFamilies: used.filter((pool) => !counted.includes(pool)).map(({ name }) => name),
  };
}

/** Whether the quotas of standard instances count this family. */
export function isStandard(family: string): boolean {
  return standardFamilies.includes(family);
}

/** The letters before the generation: `m` of m6a.large. */
export function familyOf(instanceType: string): string {
  return /^[a-z]*/.exec(instanceType)?.[0] ?? "";
}

/** Includes the node that an update adds. Leaves out instance types whose vCPU the table does not have. */
function managedNodesVcpu({ cluster }: Config): number {
  if (!needsManagedNodes(cluster)) return 0;
  const types = cluster.nodes.instanceTypes.filter((type) => isStandard(familyOf(type)));
  const sizes = types.map(vcpuOf).filter((vcpu) => vcpu !== undefined);
  return sizes.length === 0 ? 0 : (cluster.nodes.count + 1) * Math.min(...sizes);
}

/**
 * Addresses that the subnets of an existing network need: one for each pod on Fargate. The number of nodes is unknown, so the
 * result does not include them and is a minimum.
 */
export function podAddresses({ runners }: Config): number {
  const jobs = runners.filter(({ compute }) => compute === "fargate").map(({ concurrent }) => concurrent);
  return sum(jobs) + runners.length + systemAddresses;
}
