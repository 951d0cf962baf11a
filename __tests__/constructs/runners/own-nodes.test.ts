/** A pool never gets jobs of another runner: a job's pod fits only the nodes of its own runner's pool. */
import { describe, expect, it } from "vitest";
import { canBePlaced, jobPodOf, nodePoolsOf, nodesOf } from "../../support/interruption/placement";
import { configOf } from "../../support/synth";

const classes = ["spot", "spot-first", "on-demand"] as const;
const architectures = ["amd64", "arm64"] as const;
const capacityTypes = {
  spot: ["spot"],
  "spot-first": ["spot", "on-demand"],
  "on-demand": ["on-demand"],
} as const;
const kinds = classes.flatMap((capacity) =>
  architectures.map((architecture) => ({ capacity, architecture, name: `${capacity}-${architecture}` })),
);
const config = configOf({
  ...{ name: "ci", region: "us-west-2", cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } } },
  addons: {
    karpenter: {
      nodePools: Object.fromEntries(
        kinds.map(({ name, ...pool }) => [
          name,
          { ...pool, ...(pool.architecture === "arm64" && { cpus: [4] }) },
        ]),
      ),
    },
  },
  runners: [
    { name: "fargate", token: "env:TF_VAR_fargate" },
    ...kinds.map(({ name, capacity, architecture }) => ({
      ...{ name, token: `env:TF_VAR_${name.replaceAll("-", "_")}`, compute: capacity, nodePool: name },
      ...{
        tags: [name],
        job: { tolerations: { "dedicated=ci": "NoSchedule" }, image: `registry.test/${architecture}` },
      },
    })),
  ],
});
const pools = nodePoolsOf(config).map((pool) => ({ name: pool.metadata.name, ...nodesOf(pool) }));

describe("a job's pod", () => {
  it("is tested with pools of every class and architecture", () => {
    expect(pools.map(({ name }) => name).sort()).toEqual(kinds.map(({ name }) => name).sort());
  });

  it.each(kinds.map(({ name }) => name))(
    "of %s does not fit a node without a pool, such as one for managers",
    (name) => {
      const runner = config.runners.find((each) => each.name === name);
      if (runner === undefined) throw new Error(`no runner ${name}`);
      const labels = { "kubernetes.io/arch": runner.architecture };
      expect(canBePlaced(jobPodOf(config, runner), labels, [])).toBe(false);
    },
  );

  it.each(config.runners.map((runner) => [runner.name, runner] as const))(
    "of %s fits only its own nodes, whatever it tolerates",
    (name, runner) => {
      const pod = jobPodOf(config, runner);
      const fitting = pools.filter(({ labels, taints }) => canBePlaced(pod, labels, taints));
      expect(fitting.map((pool) => pool.name)).toEqual(name === "fargate" ? [] : [name]);
      const own = kinds.find((kind) => kind.name === name);
      expect(fitting.map((pool) => pool.capacityTypes)).toEqual(
        own === undefined ? [] : [capacityTypes[own.capacity]],
      );
    },
  );
});
