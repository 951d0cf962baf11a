/**
 * AWS reclaims a Spot node while jobs run on it. In the emulated AWS, the interruption warning passes through the rules and
 * the queue that the real modules create (from their recorded states). A stand-in of Karpenter changes the emulated cluster
 * as Karpenter would. The pools and pods are those that `synth` writes, and the pipeline is the one in docs/spot.md.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { emulatedAccessKeyId } from "../../src/clients/aws/emulation";
import { startAws, type EmulatedAws } from "../../src/emulator/aws";
import { EmulatedKubernetes } from "../../src/emulator/kubernetes";
import { ClusterStore } from "../../src/emulator/providers/cluster-store";
import { findRequirements } from "../../src/emulator/requirements";
import { recordedStates } from "../fidelity/compare";
import { AccessDenied, startBus, type InterruptionBus } from "../support/interruption/bus";
import { chainOf, type InterruptionChain } from "../support/interruption/chain";
import { awsEvents } from "../support/interruption/events";
import { KarpenterStandIn, type Offering } from "../support/interruption/karpenter";
import { PipelineStandIn } from "../support/interruption/pipeline";
import { parsePolicy } from "../support/interruption/policy-decision";
import { nodePoolsOf } from "../support/interruption/placement";
import { configOf } from "../support/synth";

const requirements = await findRequirements();
const chain = chainOf(recordedStates(["everything-addons"]));
const config = configOf({
  ...{ name: "alles", region: "us-west-2", cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } } },
  runners: ["fargate", "spot", "spot-first"].map((compute) => ({
    ...{ name: compute, token: `env:TF_VAR_${compute.replace("-", "_")}`, compute },
  })),
});
const pools = nodePoolsOf(config);

/** Returns the first pipeline of docs/spot.md, with three interruptible jobs. */
function pagePipeline(CLASS: string) {
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync("docs/spot.md", "utf8")) ?? [];
  const jobs = z
    .object({ test: z.looseObject({}), deploy: z.looseObject({}) })
    .parse(parse(yaml.replaceAll("$CLASS", CLASS)));
  return { ...jobs, test: { ...jobs.test, parallel: 3 } };
}

const spotA: Offering = { capacityType: "spot", instanceType: "m6a.2xlarge", zone: "us-west-2a" };
const spotB: Offering = { ...spotA, zone: "us-west-2b" };
const onDemand: Offering = { ...spotB, capacityType: "on-demand" };

describe.skipIf(!requirements.ok)("a Spot interruption", () => {
  let aws: EmulatedAws;
  let completeBus: InterruptionBus;
  let [offerings, now] = [[spotA], 0];
  beforeAll(async () => {
    if (!requirements.ok) return;
    aws = await startAws({ moto: requirements.moto });
    completeBus = await busOf(chain);
  });
  afterAll(async () => {
    await aws.stop();
  });
  beforeEach(() => {
    [offerings, now] = [[spotA, spotB, onDemand], 0];
  });

  function busOf(interruptionChain: InterruptionChain): Promise<InterruptionBus> {
    const env = {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: emulatedAccessKeyId,
      AWS_SECRET_ACCESS_KEY: "x",
    };
    return startBus(env, interruptionChain);
  }

  function start(compute: "spot" | "spot-first", bus = completeBus) {
    const cluster = new EmulatedKubernetes(new ClusterStore());
    for (const pool of pools) cluster.add(pool);
    const karpenter = new KarpenterStandIn({
      cluster,
      offerings: () => offerings,
      podsPerNode: 2,
      now: () => now,
    });
    const pipeline = new PipelineStandIn(cluster, config, pagePipeline(`eks-${compute}`));
    karpenter.place();
    const nodeOf = (job: string) => karpenter.nodeOfPod(pipeline.podOf(job));
    const drained: string[] = [];
    return {
      ...{ bus, karpenter, pipeline, nodeOf, drained },
      work: () => bus.work((message) => drained.push(...karpenter.handle(message))),
      /** The runners notice lost pods, GitLab retries their jobs, and Karpenter places the new pods. */
      settle: () => {
        pipeline.watch();
        karpenter.place();
      },
      attempts: () => Object.fromEntries(pipeline.jobs.map(({ name, attempts }) => [name, attempts])),
    };
  }
  type Simulation = ReturnType<typeof start>;

  /** Sends the interruption warning and, two minutes later, the termination of the instance. */
  async function reclaim(simulation: Simulation, instance: string) {
    await simulation.bus.put(awsEvents.spot(instance));
    await simulation.work();
    now += 120;
    await simulation.bus.put(awsEvents.state(instance));
    simulation.karpenter.terminate(instance);
    await simulation.work();
    simulation.settle();
  }
  const instanceOf = ({ nodeOf }: Simulation, job: string) => nodeOf(job)?.instance ?? "none";

  it.each(["spot", "spot-first"] as const)(
    "taints the node of %s, which keeps its jobs until it ends; then other nodes run them, and the pipeline succeeds",
    async (compute) => {
      const simulation = start(compute);
      const reclaimed = instanceOf(simulation, "test-1");
      expect(instanceOf(simulation, "test-2")).toBe(reclaimed);
      expect(instanceOf(simulation, "test-3")).not.toBe(reclaimed);

      await simulation.bus.put(awsEvents.spot(reclaimed));
      expect(await simulation.work()).toBe(1);
      expect(await simulation.work()).toBe(0);
      expect(simulation.drained).toEqual([reclaimed]);
      expect(simulation.nodeOf("test-1")).toMatchObject({ instance: reclaimed, isTainted: true });
      expect(simulation.nodeOf("test-3")).toMatchObject({ isTainted: false });

      simulation.karpenter.terminate(reclaimed);
      simulation.settle();
      expect(simulation.attempts()).toEqual({ "test-1": 2, "test-2": 2, "test-3": 1, deploy: 1 });
      // One job runs on the node of test-3, one on a new node in the other zone: Karpenter skips the interrupted offering.
      const types = ["test-1", "test-2"].map((job) => simulation.nodeOf(job)?.capacityType);
      expect(types).toEqual(["spot", "spot"]);
      simulation.pipeline.finish();
      expect(simulation.pipeline.status).toBe("success");
    },
  );

  it("keeps a job of spot waiting until Spot has capacity again; then the pipeline succeeds", async () => {
    offerings = [spotA, onDemand];
    const simulation = start("spot");
    await reclaim(simulation, instanceOf(simulation, "test-1"));
    // The node of test-3 has space for one of the two jobs.
    const waiting = ["test-1", "test-2"].filter((job) => simulation.nodeOf(job) === undefined);
    expect(waiting).toHaveLength(1);
    simulation.pipeline.finish();
    expect(simulation.pipeline.status).toBeUndefined();
    // Three minutes after the interruption Karpenter tries the offering again.
    now += 61;
    simulation.settle();
    simulation.pipeline.finish();
    expect(simulation.pipeline.status).toBe("success");
  });

  it("moves a job of spot-first to an On-Demand node immediately", async () => {
    offerings = [spotA, onDemand];
    const simulation = start("spot-first");
    await reclaim(simulation, instanceOf(simulation, "test-1"));
    const types = ["test-1", "test-2"].map((job) => simulation.nodeOf(job)?.capacityType);
    expect(types).toEqual(["spot", "on-demand"]);
    simulation.pipeline.finish();
    expect(simulation.pipeline.status).toBe("success");
    expect(simulation.attempts()).toEqual({ "test-1": 2, "test-2": 2, "test-3": 1, deploy: 1 });
  });

  it("fails the pipeline if a job is interrupted more often than retry allows", async () => {
    const simulation = start("spot");
    for (let time = 0; time < 3; time += 1) {
      now += 180;
      await reclaim(simulation, instanceOf(simulation, "test-1"));
    }
    simulation.pipeline.finish();
    expect(simulation.pipeline.jobs.find(({ name }) => name === "test-1")).toEqual({
      ...{ name: "test-1", status: "failed", attempts: 3 },
    });
    expect(simulation.pipeline.status).toBe("failed");
  });

  it("drains a node for a scheduled change and a stop, but not for a rebalance recommendation or a start", async () => {
    const simulation = start("spot");
    const [first, second] = [instanceOf(simulation, "test-1"), instanceOf(simulation, "test-3")];
    for (const event of [awsEvents.rebalance(first), awsEvents.state(first, "running")])
      await simulation.bus.put(event);
    // No rule matches the state `running`.
    expect(await simulation.work()).toBe(1);
    expect(simulation.drained).toEqual([]);
    await simulation.bus.put(awsEvents.health(first));
    await simulation.bus.put(awsEvents.state(second, "stopping"));
    expect(await simulation.work()).toBe(2);
    expect(simulation.drained).toEqual([first, second]);
  });

  describe("with a changed interruption chain", () => {
    const text = JSON.stringify;
    const policyWith = (policy: unknown, from: string, to: string) =>
      parsePolicy(text(policy).replaceAll(from, to));
    /** Returns a copy of the chain with its own queue and rules, which work separately from the complete chain. */
    function copyOf({ queue, rules, controller }: InterruptionChain, suffix: string): InterruptionChain {
      const [name, arn] = [`${queue.name}-${suffix}`, `${queue.arn}-${suffix}`];
      return {
        queue: { name, arn, policy: policyWith(queue.policy, queue.arn, arn) },
        rules: rules.map((rule) => ({ ...rule, name: `${rule.name}-${suffix}`, target: arn })),
        controller: controller.map((policy) => policyWith(policy, queue.arn, arn)),
        setting: name,
      };
    }
    const misspelt = chain.rules.map((rule) => ({
      ...rule,
      pattern: z.unknown().parse(JSON.parse(text(rule.pattern).replace("EC2 Spot", "C2 Spot"))),
    }));
    const withoutEvents = policyWith(chain.queue.policy, "events.amazonaws.com", "sns.amazonaws.com");

    it.each([
      ["a misspelt event name in a rule", copyOf({ ...chain, rules: misspelt }, "letter")],
      [
        "a queue policy without EventBridge",
        copyOf({ ...chain, queue: { ...chain.queue, policy: withoutEvents } }, "policy"),
      ],
    ])("delivers no warning with %s: a new job is placed on the reclaimed node", async (_, changed) => {
      const simulation = start("spot", await busOf(changed));
      const reclaimed = instanceOf(simulation, "test-3");
      await simulation.bus.put(awsEvents.spot(reclaimed));
      expect(await simulation.work()).toBe(0);
      expect(simulation.nodeOf("test-3")).toMatchObject({ isTainted: false });
      simulation.karpenter.terminate(instanceOf(simulation, "test-1"));
      simulation.settle();
      expect([instanceOf(simulation, "test-1"), instanceOf(simulation, "test-2")]).toContain(reclaimed);
    });

    it("leaves the message in the queue if the controller may not delete it, but drains the node", async () => {
      const controller = chain.controller.map((policy) =>
        policyWith(policy, "sqs:DeleteMessage", "sqs:PurgeQueue"),
      );
      const simulation = start("spot", await busOf(copyOf({ ...chain, controller }, "delete")));
      await simulation.bus.put(awsEvents.spot(instanceOf(simulation, "test-1")));
      await expect(simulation.work()).rejects.toThrow(AccessDenied);
      expect(simulation.drained).toEqual([instanceOf(simulation, "test-1")]);
    });

    it("places the new job on another node if the copy of the chain is complete", async () => {
      const simulation = start("spot", await busOf(copyOf(chain, "whole")));
      const reclaimed = instanceOf(simulation, "test-3");
      await simulation.bus.put(awsEvents.spot(reclaimed));
      expect(await simulation.work()).toBe(1);
      simulation.karpenter.terminate(instanceOf(simulation, "test-1"));
      simulation.settle();
      expect([instanceOf(simulation, "test-1"), instanceOf(simulation, "test-2")]).not.toContain(reclaimed);
    });
  });
});
