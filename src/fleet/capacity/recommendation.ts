/** Describes the change that removes a bottleneck: which setting to change, or which quota to request from AWS. */
import type { Config } from "../../config";
import { systemAddresses } from "../../config/rules/addresses";
import { quotas, type QuotaName } from "../../facts/aws/quotas";
import type { FleetChange } from "./find-bottlenecks";
import type { FleetManager, Resource } from "./fleet";
import { vcpuFor, type FleetGroup } from "./groups";

/** The changes of a step as one text. */
export function recommendationText(config: Config, group: FleetGroup, step: FleetChange): string {
  return step.limits.map((resource) => changeText(resource, { config, group, step })).join("; and ");
}

interface ChangeContext {
  readonly config: Config;
  readonly group: FleetGroup;
  readonly step: FleetChange;
}

function changeText(resource: Resource, context: ChangeContext): string {
  const { config, group, step } = context;
  const manager = step.fleet.managers[0];
  switch (resource) {
    case "gitlab-rate":
      return "start fewer jobs at once, or raise the limit of your own GitLab: no setting of the fleet helps";
    case "request-concurrency":
      return setting(context, "requestConcurrency", manager?.requestConcurrency);
    case "check-interval":
      return setting(context, "checkIntervalSeconds", manager?.checkIntervalSeconds);
    case "manager-cpu":
      return setting(context, "cpu", manager?.cpu);
    case "manager-memory":
      return setting(context, "memory", manager && `${manager.memoryMiB}Mi`);
    case "poll-timeout":
      return setting(context, "pollTimeoutSeconds", manager?.pollTimeoutSeconds);
    case "concurrent":
      return managersText(step.before.managers, step.fleet.managers.length);
    case "vcpu-quota":
      return quotaText(group, vcpuFor(group, step.outcome.peakPods, addedManagers(context)));
    case "addresses":
      return addressText(
        config,
        step.outcome.peakPods + systemAddresses + config.runners.length + addedManagers(context),
      );
    case "pool-limit":
      return `set addons.karpenter.nodePools.${group.nodePool ?? ""}.maxCpu to ${vcpuFor(group, step.outcome.peakPods)}`;
    case "launch-rate":
      return launchText(step);
    case "image-pulls":
      return registryText(group);
  }
}

/** Number of additional managers. */
function addedManagers({ group, step }: ChangeContext): number {
  return step.fleet.managers.length - group.runners.length;
}

function setting({ group }: ChangeContext, key: string, value: number | string | undefined): string {
  return `set manager.${key} of ${indicesText(group)} to ${value ?? ""}`;
}

/** `runners[0] to runners[4]`. */
function indicesText({ indices }: FleetGroup): string {
  const [first = 0] = indices;
  const last = indices.at(-1) ?? first;
  const all = indices.map((index) => `runners[${index}]`);
  return indices.length > 2 && last - first === indices.length - 1
    ? `runners[${first}] to runners[${last}]`
    : all.join(" and ");
}

function managersText(before: readonly FleetManager[], after: number): string {
  const [first] = before;
  const more = after - before.length;
  const runners = more === 1 ? "one more runner" : `${more} more runners`;
  return `add ${runners} like ${first?.name ?? ""}, each with its own token and ${first?.concurrent ?? 0} jobs at once`;
}

const quotaKeys = {
  fargate: { quota: "fargateVcpu", key: "fargateVcpuQuota" },
  spot: { quota: "spotVcpu", key: "spotVcpuQuota" },
  "spot-first": { quota: "onDemandVcpu", key: "onDemandVcpuQuota" },
  "on-demand": { quota: "onDemandVcpu", key: "onDemandVcpuQuota" },
} as const satisfies Record<FleetGroup["compute"], { quota: QuotaName; key: string }>;

/** The AWS quota for the jobs of a compute class, and its key below `capacity`. */
export const quotaKeyOf = (compute: FleetGroup["compute"]) => quotaKeys[compute];

function quotaText({ compute }: FleetGroup, vcpu: number): string {
  const { quota, key } = quotaKeys[compute];
  const { name, code } = quotas[quota];
  return `ask AWS to raise "${name}" (${code}) to ${vcpu} or more, then set capacity.${key} to the new quota`;
}

function addressText({ network }: Config, needed: number): string {
  const where =
    network.kind === "created"
      ? "a larger network.cidr or more network.zones"
      : "more subnets in network.existing";
  return `use ${where}: ${needed} addresses are needed`;
}

function launchText({ fleet: { hosting } }: FleetChange): string {
  const rate = hosting.kind === "fargate" ? hosting.launchesPerSecond : 0;
  return `ask AWS Support to launch ${rate} pods a second or more, then set capacity.launchesPerSecond to the new rate; or run part of the jobs on nodes`;
}

function registryText(group: FleetGroup): string {
  const why =
    group.registry === "docker-hub" ? "Docker Hub counts pulls by address" : "its rate cannot be raised";
  return `keep job.image of ${indicesText(group)} in a private ECR, or behind its pull-through cache: ${why}`;
}
