import { describe, expect, it } from "vitest";
import { jobRow, type NodeObject } from "../../../../src/fleet/jobs/report/row";
import { jobPod, now, podOf, type PodProps } from "../pods";

const region = "us-east-1";
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const node = (name: string, labels: Record<string, string>): readonly [string, NodeObject] => [
  name,
  { metadata: { name, labels } },
];
const nodes = new Map([
  node("spot-node", {
    "node.kubernetes.io/instance-type": "m6a.2xlarge",
    "karpenter.sh/capacity-type": "spot",
    "karpenter.sh/nodepool": "spot",
  }),
  node("group-node", {
    "node.kubernetes.io/instance-type": "m6a.xlarge",
    "eks.amazonaws.com/capacityType": "ON_DEMAND",
  }),
]);
const row = (props: Partial<PodProps>, warnings: ReadonlyMap<string, string> = new Map()) => {
  const object = jobPod({ name: "p", ageSeconds: 7200, ...props });
  return jobRow(podOf(object), object, { region, now, nodes, warnings });
};
const container = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
const onFargate = {
  annotations: { CapacityProvisioned: "1vCPU 2GB" },
  spec: { nodeName: "fargate-ip-10-0-0-1.ec2.internal" },
};

describe("a running job", () => {
  it("has its runner, project, name and link", () => {
    const labels = {
      "project.runner.gitlab.com/namespace": "group",
      "project.runner.gitlab.com/name": "app",
    };
    const annotations = {
      ...onFargate.annotations,
      "job.runner.gitlab.com/name": "build",
      "job.runner.gitlab.com/url": "https://gitlab.com/group/app/-/jobs/7",
    };
    const { usdPerHour, usdSoFar, ...told } = row({
      ...{ ...onFargate, annotations, labels },
      status: { startTime: ago(1800) },
    });
    expect(told).toEqual({
      runner: "fast",
      namespace: "gitlab-jobs-fargate",
      pod: "p",
      project: "group/app",
      job: "build",
      url: "https://gitlab.com/group/app/-/jobs/7",
      state: "running",
      since: "2026-11-28T10:00:00.000Z",
      ageSeconds: 7200,
      on: { kind: "fargate", size: { vcpu: 1, memoryGiB: 2 } },
    });
    // 0.04048 + 2 x 0.004445, for half an hour
    expect(usdPerHour).toBeCloseTo(0.04937, 8);
    expect(usdSoFar).toBeCloseTo(0.024685, 8);
  });

  it("on a Spot node of Karpenter has instance type, capacity and pool, and no list price", () => {
    expect(row({ spec: { nodeName: "spot-node" }, status: { startTime: ago(60) } })).toMatchObject({
      on: { kind: "node", name: "spot-node", instanceType: "m6a.2xlarge", capacity: "spot", pool: "spot" },
      ...{ usdPerHour: "unknown", usdSoFar: "unknown" },
    });
  });

  it("on a managed node costs its share of the node, by the requests of all containers", () => {
    const spec = {
      nodeName: "group-node",
      containers: [container("500m", "512Mi"), container("0.25", "256Mi")],
      initContainers: [container("900m", "128Mi")],
    };
    const found = row({ spec, status: { startTime: ago(1800) } });
    expect(found.on).toMatchObject({ instanceType: "m6a.xlarge", capacity: "on-demand" });
    // Four of 0.9 vCPU on an instance of 0.1728 an hour; half an hour.
    expect(found.usdPerHour).toBeCloseTo(0.0432, 6);
    expect(found.usdSoFar).toBeCloseTo(0.0216, 6);
  });

  it("on an unknown node has an unknown price", () => {
    expect(row({ spec: { nodeName: "gone" } }).on).toEqual({ kind: "node", name: "gone" });
  });
});

describe("a pending job", () => {
  const pending = { phase: "Pending" };
  it("costs nothing without a node, and has the reason of the scheduler", () => {
    const conditions = [
      { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes are available" },
    ];
    expect(row({ ...pending, status: { conditions } })).toMatchObject({
      ...{ state: "pending", why: "Unschedulable: 0/3 nodes are available" },
      ...{ on: { kind: "none" }, usdPerHour: 0, usdSoFar: 0 },
    });
  });

  it("has the reason of the image pull, and costs at least a minute on Fargate", () => {
    const waiting = (reason: string) => ({ state: { waiting: { reason } } });
    const status = {
      startTime: ago(10),
      containerStatuses: [waiting("ContainerCreating"), waiting("ImagePullBackOff")],
    };
    const found = row({ ...pending, ...onFargate, status });
    expect(found.why).toBe("ImagePullBackOff");
    expect(found.usdSoFar).toBeCloseTo(0.04937 / 60, 8);
  });

  it("has the last warning if there is no other reason, as on Fargate", () => {
    const warning = "FailedScheduling: Your AWS account is currently blocked";
    const warnings = new Map([["gitlab-jobs-fargate/p", warning]]);
    expect(row(pending, warnings).why).toBe(warning);
    expect(row({ ...pending, name: "q" }, warnings).why).toBeUndefined();
    expect(row({}, warnings).why).toBeUndefined();
  });
});

describe("a job that has ended", () => {
  it("is ending while its pod is deleted, and still costs", () => {
    const found = row({ ...onFargate, deleted: true, status: { startTime: ago(3600) } });
    expect(found.state).toBe("ending");
    expect(found.usdPerHour).toBeCloseTo(0.04937, 8);
  });

  it("costs as long as it ran", () => {
    const terminated = (seconds: number) => ({ state: { terminated: { finishedAt: ago(seconds) } } });
    const status = { startTime: ago(7200), containerStatuses: [terminated(5400), terminated(3600)] };
    const failed = row({ ...onFargate, phase: "Failed", status });
    expect(failed).toMatchObject({ state: "ended", usdPerHour: 0 });
    expect(failed.usdSoFar).toBeCloseTo(0.04937, 8);
    expect(row({ ...onFargate, phase: "Succeeded" }).usdSoFar).toBe("unknown");
  });
});
