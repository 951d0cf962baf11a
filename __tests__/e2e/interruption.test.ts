/**
 * AWS takes a Spot node while jobs run on it. The warning goes the way that the real modules leave behind (their recorded states)
 * at the emulated AWS, and a stand-in of Karpenter does to the emulated cluster what Karpenter does. The pools, the pods and the
 * pipeline are those of this project: what `synth` writes, and the pipeline of docs/spot.md.
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

/** The first pipeline of docs/spot.md, with three jobs that may be interrupted. */
function pagePipeline(CLASS: string) {
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync("docs/spot.md", "utf8")) ?? [];
  const jobs = z
    .object({ test: z.looseObject({}), deploy: z.looseObject({}) })
    .parse(parse(yaml.replaceAll("$CLASS", CLASS)));
  return { ...jobs, test: { ...jobs.test, parallel: 3 } };
}

const a: Offering = { capacityType: "spot", instanceType: "m6a.2xlarge", zone: "us-west-2a" };
const b: Offering = { ...a, zone: "us-west-2b" };
const onDemand: Offering = { ...b, capacityType: "on-demand" };

describe.skipIf(!requirements.ok)("a reclaimed Spot node", () => {
  let aws: EmulatedAws;
  let whole: InterruptionBus;
  let [offerings, now] = [[a], 0];
  beforeAll(async () => {
    if (!requirements.ok) return;
    aws = await startAws({ moto: requirements.moto });
    whole = await busOf(chain);
  });
  afterAll(async () => {
    await aws.stop();
  });
  beforeEach(() => {
    [offerings, now] = [[a, b, onDemand], 0];
  });

  function busOf(way: InterruptionChain): Promise<InterruptionBus> {
    const env = {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: emulatedAccessKeyId,
      AWS_SECRET_ACCESS_KEY: "x",
    };
    return startBus(env, way);
  }

  function start(compute: "spot" | "spot-first", bus = whole) {
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
      /** The runners notice lost pods, GitLab retries jobs, and pods get nodes. */
      settle: () => {
        pipeline.watch();
        karpenter.place();
      },
      attempts: () => Object.fromEntries(pipeline.jobs.map(({ name, attempts }) => [name, attempts])),
    };
  }
  type Life = ReturnType<typeof start>;

  /** The warning, two minutes, and the end of the instance. */
  async function reclaim(life: Life, instance: string) {
    await life.bus.put(awsEvents.spot(instance));
    await life.work();
    now += 120;
    await life.bus.put(awsEvents.state(instance));
    life.karpenter.terminate(instance);
    await life.work();
    life.settle();
  }
  const instanceOf = ({ nodeOf }: Life, job: string) => nodeOf(job)?.instance ?? "none";

  it.each(["spot", "spot-first"] as const)(
    "of %s gets no new pod and keeps its jobs until the end; then they run elsewhere, and the pipeline ends",
    async (compute) => {
      const life = start(compute);
      const taken = instanceOf(life, "test-1");
      expect(instanceOf(life, "test-2")).toBe(taken);
      expect(instanceOf(life, "test-3")).not.toBe(taken);

      await life.bus.put(awsEvents.spot(taken));
      expect(await life.work()).toBe(1);
      expect(await life.work()).toBe(0);
      expect(life.drained).toEqual([taken]);
      expect(life.nodeOf("test-1")).toMatchObject({ instance: taken, isTainted: true });
      expect(life.nodeOf("test-3")).toMatchObject({ isTainted: false });

      life.karpenter.terminate(taken);
      life.settle();
      expect(life.attempts()).toEqual({ "test-1": 2, "test-2": 2, "test-3": 1, deploy: 1 });
      // Next to test-3, and on a new node in the other zone: Karpenter skips the interrupted offering.
      expect(["test-1", "test-2"].map((job) => life.nodeOf(job)?.capacityType)).toEqual(["spot", "spot"]);
      life.pipeline.finish();
      expect(life.pipeline.status).toBe("success");
    },
  );

  it("waits on spot while Spot has no capacity, and ends when Spot is back", async () => {
    offerings = [a, onDemand];
    const life = start("spot");
    await reclaim(life, instanceOf(life, "test-1"));
    // One of the two fits next to test-3.
    const waiting = ["test-1", "test-2"].filter((job) => life.nodeOf(job) === undefined);
    expect(waiting).toHaveLength(1);
    life.pipeline.finish();
    expect(life.pipeline.status).toBeUndefined();
    // Three minutes after the interruption Karpenter tries the offering again.
    now += 61;
    life.settle();
    life.pipeline.finish();
    expect(life.pipeline.status).toBe("success");
  });

  it("continues on demand at once with spot-first", async () => {
    offerings = [a, onDemand];
    const life = start("spot-first");
    await reclaim(life, instanceOf(life, "test-1"));
    const types = ["test-1", "test-2"].map((job) => life.nodeOf(job)?.capacityType);
    expect(types).toEqual(["spot", "on-demand"]);
    life.pipeline.finish();
    expect(life.pipeline.status).toBe("success");
    expect(life.attempts()).toEqual({ "test-1": 2, "test-2": 2, "test-3": 1, deploy: 1 });
  });

  it("fails the pipeline if a job is interrupted more often than retry allows", async () => {
    const life = start("spot");
    for (let time = 0; time < 3; time += 1) {
      now += 180;
      await reclaim(life, instanceOf(life, "test-1"));
    }
    life.pipeline.finish();
    expect(life.pipeline.jobs.find(({ name }) => name === "test-1")).toEqual({
      ...{ name: "test-1", status: "failed", attempts: 3 },
    });
    expect(life.pipeline.status).toBe("failed");
  });

  it("is drained for a scheduled change and a stop, not for a rebalance recommendation or a start", async () => {
    const life = start("spot");
    const [one, other] = [instanceOf(life, "test-1"), instanceOf(life, "test-3")];
    for (const event of [awsEvents.rebalance(one), awsEvents.state(one, "running")])
      await life.bus.put(event);
    // The state `running` has no rule.
    expect(await life.work()).toBe(1);
    expect(life.drained).toEqual([]);
    await life.bus.put(awsEvents.health(one));
    await life.bus.put(awsEvents.state(other, "stopping"));
    expect(await life.work()).toBe(2);
    expect(life.drained).toEqual([one, other]);
  });

  describe("with a missing part", () => {
    const text = JSON.stringify;
    const policyWith = (policy: unknown, from: string, to: string) =>
      parsePolicy(text(policy).replaceAll(from, to));
    /** The same with its own queue and rules, next to the complete one. */
    function apart({ queue, rules, controller }: InterruptionChain, suffix: string): InterruptionChain {
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
    const closed = policyWith(chain.queue.policy, "events.amazonaws.com", "sns.amazonaws.com");

    it.each([
      ["a letter of the event's name", apart({ ...chain, rules: misspelt }, "letter")],
      [
        "EventBridge in the queue's policy",
        apart({ ...chain, queue: { ...chain.queue, policy: closed } }, "policy"),
      ],
    ])("%s: no warning arrives, and a new job is placed on the node that ends", async (_, way) => {
      const life = start("spot", await busOf(way));
      const going = instanceOf(life, "test-3");
      await life.bus.put(awsEvents.spot(going));
      expect(await life.work()).toBe(0);
      expect(life.nodeOf("test-3")).toMatchObject({ isTainted: false });
      life.karpenter.terminate(instanceOf(life, "test-1"));
      life.settle();
      expect([instanceOf(life, "test-1"), instanceOf(life, "test-2")]).toContain(going);
    });

    it("the permission to delete messages: the message is handled, and stays in the queue", async () => {
      const controller = chain.controller.map((policy) =>
        policyWith(policy, "sqs:DeleteMessage", "sqs:PurgeQueue"),
      );
      const life = start("spot", await busOf(apart({ ...chain, controller }, "delete")));
      await life.bus.put(awsEvents.spot(instanceOf(life, "test-1")));
      await expect(life.work()).rejects.toThrow(AccessDenied);
      expect(life.drained).toEqual([instanceOf(life, "test-1")]);
    });

    it("nothing: with the changes undone, the new job is placed on another node", async () => {
      const life = start("spot", await busOf(apart(chain, "whole")));
      const going = instanceOf(life, "test-3");
      await life.bus.put(awsEvents.spot(going));
      expect(await life.work()).toBe(1);
      life.karpenter.terminate(instanceOf(life, "test-1"));
      life.settle();
      expect([instanceOf(life, "test-1"), instanceOf(life, "test-2")]).not.toContain(going);
    });
  });
});
