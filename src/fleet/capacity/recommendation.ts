/** The change that removes a bottleneck, as text: which setting to change, or which quota to request from AWS. */
import type { Config } from "../../config";
import { systemAddresses } from "../../config/rules/addresses";
import { quotas, type QuotaName } from "../../facts/aws/quotas";
import type { Relief } from "./find-bottlenecks";
import type { FleetManager, Resource } from "./fleet";
import { vcpuFor, type FleetGroup } from "./groups";

export function recommendationText(config: Config, group: FleetGroup, step: Relief): string {
  return step.limits.map((resource) => oneChange(resource, { config, group, step })).join("; and ");
}

interface Subject {
  readonly config: Config;
  readonly group: FleetGroup;
  readonly step: Relief;
}

function oneChange(resource: Resource, subject: Subject): string {
  const { config, group, step } = subject;
  const manager = step.fleet.managers[0];
  switch (resource) {
    case "gitlab-rate":
      return "start fewer jobs at once, or raise the limit of your own GitLab: no setting of the fleet helps";
    case "request-concurrency":
      return setting(subject, "requestConcurrency", manager?.requestConcurrency);
    case "check-interval":
      return setting(subject, "checkIntervalSeconds", manager?.checkIntervalSeconds);
    case "manager-cpu":
      return setting(subject, "cpu", manager?.cpu);
    case "manager-memory":
      return setting(subject, "memory", manager && `${manager.memoryMiB}Mi`);
    case "poll-timeout":
      return setting(subject, "pollTimeoutSeconds", manager?.pollTimeoutSeconds);
    case "concurrent":
      return managersText(step.before.managers, step.fleet.managers.length);
    case "vcpu-quota":
      return quotaText(group, vcpuFor(group, step.outcome.peakPods, added(subject)));
    case "addresses":
      return addressText(
        config,
        step.outcome.peakPods + systemAddresses + config.runners.length + added(subject),
      );
    case "pool-limit":
      return `set addons.karpenter.nodePools.${group.nodePool ?? ""}.maxCpu to ${vcpuFor(group, step.outcome.peakPods)}`;
    case "launch-rate":
      return launchText(step);
    case "image-pulls":
      return registryText(group);
  }
}

function added({ group, step }: Subject): number {
  return step.fleet.managers.length - group.runners.length;
}

function setting({ group }: Subject, key: string, value: number | string | undefined): string {
  return `set manager.${key} of ${places(group)} to ${value ?? ""}`;
}

/** `runners[0] to runners[4]`. */
function places({ indices }: FleetGroup): string {
  const [first = 0] = indices;
  const last = indices.at(-1) ?? first;
  const all = indices.map((index) => `runners[${index}]`);
  return indices.length > 2 && last - first === indices.length - 1
    ? `runners[${first}] to runners[${last}]`
    : all.join(" and ");
}

function managersText(before: readonly FleetManager[], after: number): string {
  const [like] = before;
  const more = after - before.length;
  const what = more === 1 ? "one more runner" : `${more} more runners`;
  return `add ${what} like ${like?.name ?? ""}, with its token, each of ${like?.concurrent ?? 0} jobs at once`;
}

const quotaKeys = {
  fargate: { quota: "fargateVcpu", key: "fargateVcpuQuota" },
  spot: { quota: "spotVcpu", key: "spotVcpuQuota" },
  "spot-first": { quota: "onDemandVcpu", key: "onDemandVcpuQuota" },
  "on-demand": { quota: "onDemandVcpu", key: "onDemandVcpuQuota" },
} as const satisfies Record<FleetGroup["compute"], { quota: QuotaName; key: string }>;

/** The quota that counts the jobs of a class, and its key below `capacity`. */
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

function launchText({ fleet: { place } }: Relief): string {
  const rate = place.kind === "fargate" ? place.launchesPerSecond : 0;
  return `ask AWS Support to launch ${rate} pods a second or more, then set capacity.launchesPerSecond to the new rate; or run part of the jobs on nodes`;
}

function registryText(group: FleetGroup): string {
  const why =
    group.registry === "docker-hub" ? "Docker Hub counts pulls by address" : "its rate cannot be raised";
  return `keep job.image of ${places(group)} in a private ECR, or behind its pull-through cache: ${why}`;
}
