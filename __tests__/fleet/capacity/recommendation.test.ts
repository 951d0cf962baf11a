import { describe, expect, it } from "vitest";
import { recommendationText } from "../../../src/fleet/capacity/recommendation";
import type { FleetManager, PodHosting, Resource } from "../../../src/fleet/capacity/fleet";
import type { FleetGroup } from "../../../src/fleet/capacity/groups";
import { simulate } from "../../../src/fleet/capacity/simulate";
import { configOf, runner } from "../../config/samples";
import { fleetOf, nodes } from "./fleets";

const names = ["a", "b", "c"];
const config = configOf({ runners: names.map((name) => runner({ name, concurrent: 100 })) });

const managerNamed = (name: string) => fleetOf({ manager: { name, concurrent: 100 } }).managers;
const fleet = { ...fleetOf({}), managers: names.flatMap(managerNamed) };

/** Three managers with jobs of 0.5 vCPU. Managers and system pods need 6 vCPU. */
const group: FleetGroup = {
  ...{ compute: "fargate", runners: names, indices: [0, 1, 2], nodePool: undefined, registry: "docker-hub" },
  ...{ podVcpu: 0.5, nodeSizes: [], standingVcpu: 6, managerVcpu: 2, concurrent: 300, fleet },
};
/** On nodes of 8 vCPU. Each has 7.7 vCPU for jobs of 1 vCPU: seven jobs. */
const onNodes: FleetGroup = { ...group, podVcpu: 1, nodeSizes: [8], nodePool: "builds" };
const outcome = { ...simulate(fleet, 1), peakPods: 500 };

interface Given {
  readonly of?: FleetGroup;
  readonly manager?: Partial<FleetManager>;
  readonly hosting?: PodHosting;
  readonly more?: number;
  readonly config?: typeof config;
}

function textOf(limits: readonly Resource[], given: Given = {}): string {
  const { of = group, manager, hosting = fleet.hosting, more = 0 } = given;
  const managers = [...fleet.managers, ...fleet.managers.slice(0, more)].map((each) => ({
    ...each,
    ...manager,
  }));
  return recommendationText(given.config ?? config, of, {
    ...{ limits, before: fleet, outcome },
    fleet: { ...fleet, managers, hosting },
  });
}

describe("a recommendation names the setting and its value", () => {
  it.each<[Resource, Partial<FleetManager>, readonly [string, string]]>([
    ["request-concurrency", { requestConcurrency: 40 }, ["manager.requestConcurrency", "40"]],
    ["check-interval", { checkIntervalSeconds: 2 }, ["manager.checkIntervalSeconds", "2"]],
    ["manager-cpu", { cpu: 4 }, ["manager.cpu", "4"]],
    ["manager-memory", { memoryMiB: 1024 }, ["manager.memory", "1024Mi"]],
    ["poll-timeout", { pollTimeoutSeconds: 1200 }, ["manager.pollTimeoutSeconds", "1200"]],
  ])("for %s", (resource, manager, [key, value]) => {
    expect(textOf([resource], { manager })).toBe(`set ${key} of runners[0] to runners[2] to ${value}`);
  });

  it("and each runner if other runners are between them", () => {
    const text = (indices: readonly number[]) => textOf(["manager-cpu"], { of: { ...group, indices } });
    expect(text([1])).toBe("set manager.cpu of runners[1] to 1");
    expect(text([1, 2])).toBe("set manager.cpu of runners[1] and runners[2] to 1");
    expect(text([0, 1, 3])).toBe("set manager.cpu of runners[0] and runners[1] and runners[3] to 1");
  });

  it("for `concurrent`, with the number of additional managers", () => {
    const like = "like a, each with its own token and 100 jobs at once";
    expect(textOf(["concurrent"], { more: 3 })).toBe(`add 3 more runners ${like}`);
    expect(textOf(["concurrent"], { more: 1 })).toBe(`add one more runner ${like}`);
  });

  it("for the quota, including the additional managers, with its name at AWS", () => {
    // 6 and 500 times 0.5; three additional managers need 2 each.
    expect(textOf(["vcpu-quota"])).toBe(
      'ask AWS to raise "Fargate On-Demand vCPU resource count" (L-3032A538) to 256 or more, then set capacity.fargateVcpuQuota to the new quota',
    );
    expect(textOf(["vcpu-quota"], { more: 3 })).toContain("(L-3032A538) to 262 or more");
    // 500 jobs with seven on a node need 72 nodes.
    const spot = textOf(["vcpu-quota"], { of: { ...onNodes, compute: "spot" } });
    expect(spot).toContain("(L-34B43A08) to 576 or more, then set capacity.spotVcpuQuota to the new quota");
    const onDemand = textOf(["vcpu-quota"], { of: { ...onNodes, compute: "on-demand" } });
    expect(onDemand).toContain(
      "(L-1216C47A) to 576 or more, then set capacity.onDemandVcpuQuota to the new quota",
    );
  });

  it("for the node pool, with its name", () => {
    expect(textOf(["pool-limit"], { of: { ...onNodes, compute: "spot" } })).toBe(
      "set addons.karpenter.nodePools.builds.maxCpu to 576",
    );
  });

  it("for addresses, with the needed number", () => {
    // 500 pods, three managers and 20 addresses of the system.
    expect(textOf(["addresses"])).toBe(
      "use a larger network.cidr or more network.zones: 523 addresses are needed",
    );
    const existing = {
      vpcId: "vpc-0123456789abcdef0",
      privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    };
    expect(textOf(["addresses"], { config: configOf({ network: { existing } }), more: 3 })).toBe(
      "use more subnets in network.existing: 523 addresses are needed",
    );
  });

  it("for limits of AWS, GitLab and registries", () => {
    const hosting: PodHosting = { ...fleetOf({ hosting: { launchesPerSecond: 40 } }).hosting };
    expect(textOf(["launch-rate"], { hosting })).toMatch(
      /^ask AWS Support to launch 40 pods a second or more, /,
    );
    expect(textOf(["gitlab-rate"])).toMatch(
      /^start fewer jobs at once, or raise the limit of your own GitLab/,
    );
    expect(textOf(["image-pulls"])).toBe(
      "keep job.image of runners[0] to runners[2] in a private ECR, or behind its pull-through cache: Docker Hub counts pulls by address",
    );
    expect(textOf(["image-pulls"], { of: { ...group, registry: "ecr-public" } })).toMatch(
      /: its rate cannot be raised$/,
    );
  });

  it("for two limits, one after the other", () => {
    expect(
      textOf(["manager-cpu", "pool-limit"], { of: { ...onNodes, compute: "spot" }, hosting: nodes() }),
    ).toBe(
      "set manager.cpu of runners[0] to runners[2] to 1; and set addons.karpenter.nodePools.builds.maxCpu to 576",
    );
  });
});
