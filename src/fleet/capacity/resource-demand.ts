/** What the configuration takes of an account when its fleet is at its largest. Pure. */
import { needsManagedNodes } from "../../config/placement/managed-nodes";
import type { Config, Runner } from "../../config";
import type { NodePoolConfig } from "../../config/schema/addons";
import { toMiB } from "../../config/units";
import { systemAddresses } from "../../config/rules/addresses";
import { fargateSize } from "../../facts/aws/fargate";
import { vcpuOf, standardFamilies } from "../../facts/kubernetes/nodes";
import { systemPodsOf, type SystemPods } from "../../facts/kubernetes/system-pods";

/** In thousandths, since a sum of fractions may miss a whole number by a hair. */
const rounded = (cpu: number) => Math.round(cpu * 1000) / 1000;
const sum = (numbers: readonly number[]) => rounded(numbers.reduce((total, each) => total + each, 0));

/** vCPU that a job asks for: build and helper. */
export const jobCpu = ({ job }: Runner) => rounded(job.cpu + job.helper.cpu);

/** vCPU of the size that Fargate gives to a pod; what it asks for where none is large enough. */
function sizeVcpu(cpu: number, memoryMiB: number): number {
  return fargateSize({ cpu, memoryMiB })?.vcpu ?? cpu;
}

/** vCPU that Fargate gives to a job's pod. */
export function jobVcpu(runner: Runner): number {
  const { job } = runner;
  return sizeVcpu(jobCpu(runner), toMiB(job.memory) + toMiB(job.helper.memory));
}

/** vCPU that Fargate gives to a manager's pod. */
export function managerVcpu({ manager }: Runner): number {
  return sizeVcpu(manager.cpu, toMiB(manager.memory));
}

interface FargateNeed {
  readonly jobs: number;
  readonly managers: number;
  readonly system: number;
  readonly total: number;
}

/** The system's pods that are placed on Fargate. */
export function fargateSystemPods({ cluster, addons, versions }: Config): readonly SystemPods[] {
  if (cluster.systemPods !== "fargate") return [];
  return systemPodsOf({ set: versions.set, karpenter: addons.karpenter.enabled, ebsCsi: cluster.ebsCsi });
}

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

interface InstanceNeed {
  readonly spot: number;
  readonly onDemand: number;
  /** Node pools of runners that may have instances which other quotas count. */
  readonly otherFamilies: readonly string[];
}

/** At least: nodes have a little more than what runs on them. */
export function instanceVcpu(config: Config): InstanceNeed {
  const pools = Object.entries(config.addons.karpenter.nodePools);
  const onNodes = config.runners.filter(({ compute }) => compute !== "fargate");
  const asked = (runners: readonly Runner[]) =>
    sum(runners.map((runner) => runner.concurrent * jobCpu(runner)));
  const used = pools.flatMap(([name, pool]) => {
    const runners = onNodes.filter(({ nodePool }) => nodePool === name);
    return runners.length === 0 ? [] : [{ name, pool, vcpu: Math.min(asked(runners), pool.maxCpu) }];
  });
  const without = (compute: Runner["compute"]) =>
    asked(onNodes.filter((runner) => runner.nodePool === undefined && runner.compute === compute));
  const counted = used.filter(({ pool }) => pool.instanceCategories.every(isStandard));
  const of = (...classes: readonly NodePoolConfig["capacity"][]) =>
    sum([
      ...counted.filter(({ pool }) => classes.includes(pool.capacity)).map(({ vcpu }) => vcpu),
      ...classes.map(without),
    ]);
  return {
    spot: Math.ceil(of("spot")),
    // `spot-first` takes on-demand instances on a day without Spot.
    onDemand: Math.ceil(of("on-demand", "spot-first") + managedNodesVcpu(config)),
    otherFamilies: used.filter((each) => !counted.includes(each)).map(({ name }) => name),
  };
}

export function isStandard(family: string): boolean {
  return standardFamilies.includes(family);
}

/** Letters before the generation: `m` of m6a.large. */
export function familyOf(instanceType: string): string {
  return /^[a-z]*/.exec(instanceType)?.[0] ?? "";
}

/** With the node that an update adds; of sizes whose vCPU the table knows. */
function managedNodesVcpu({ cluster }: Config): number {
  if (!needsManagedNodes(cluster)) return 0;
  const types = cluster.nodes.instanceTypes.filter((type) => isStandard(familyOf(type)));
  const sizes = types.map(vcpuOf).filter((vcpu) => vcpu !== undefined);
  return sizes.length === 0 ? 0 : (cluster.nodes.count + 1) * Math.min(...sizes);
}

/**
 * Addresses of an existing network's subnets: one for each pod on Fargate. Nodes are left out, since how many there
 * will be is not known: what is missing without them is missing with them.
 */
export function podAddresses({ runners }: Config): number {
  const jobs = runners.filter(({ compute }) => compute === "fargate").map(({ concurrent }) => concurrent);
  return sum(jobs) + runners.length + systemAddresses;
}
