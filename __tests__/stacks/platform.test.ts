/** What `auto` chose is what the same choice gives when it is written down, to the byte. */
import { describe, expect, it } from "vitest";
import { presets } from "../../src/config/presets";
import { configOf, synthFiles } from "../support/synth";

const fiveManagers = presets.thousand.input;
const twoManagers = presets.standard.input;

describe("platform auto", () => {
  it.each([
    ["nodes", fiveManagers, { platform: "nodes", nodes: { count: 5 } }],
    ["Fargate", twoManagers, { platform: "fargate" }],
  ])("on %s synthesizes what its choice does", (_, input, written) => {
    const of = (cluster: object) =>
      synthFiles(configOf({ ...input, cluster: { ...input.cluster, ...cluster } }));
    const [auto, explicit] = [of({ platform: "auto" }), of(written)];
    expect([...auto.keys()]).toContain("stacks/eks/cdk.tf.json");
    expect(auto).toEqual(explicit);
  });

  it("on nodes has no profile for the system's pods, and CoreDNS and managers only after the nodes", () => {
    const files = synthFiles(configOf(fiveManagers));
    const json = (stage: string) => files.get(`stacks/${stage}/cdk.tf.json`) ?? "";
    expect(json("eks")).toContain('"desired_size": 5');
    expect(json("eks")).not.toMatch(/"namespace": "(kube-system|karpenter|gitlab-runner)"/);
    expect(json("eks")).not.toContain("computeType");
    // The add-ons stage begins with what the module waits for, and the runners come with the add-ons' outputs.
    expect(json("addons")).toContain("data_plane_arns");
    expect(json("runners").match(/glrunner\/role/g)).toHaveLength(5);
  });
});
