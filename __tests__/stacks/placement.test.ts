/** The choice of `auto` synthesizes the same bytes as the same explicit choice. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { presets } from "../../src/config/presets";
import { at, blockOf, configOf, stackOf, synthFiles } from "../support/synth";

// Managers of this preset, with a concurrency that needs more than 2 vCPU each.
const { input } = presets.thousand;
const fiveManagers = { ...input, runners: input.runners?.map((each) => ({ ...each, concurrent: 240 })) };
const twoManagers = presets.standard.input;

describe("platform auto", () => {
  it.each([
    ["nodes", fiveManagers, { platform: "nodes", nodes: { count: 10 } }],
    ["Fargate", twoManagers, { platform: "fargate" }],
  ])("on %s synthesizes the same as its explicit choice", (_, input, written) => {
    const of = (cluster: object) =>
      synthFiles(configOf({ ...input, cluster: { ...input.cluster, ...cluster } }));
    const [auto, explicit] = [of({ platform: "auto" }), of(written)];
    expect([...auto.keys()]).toContain("stacks/eks/cdk.tf.json");
    expect(auto).toEqual(explicit);
  });

  it("on nodes has no profile for system pods, and creates CoreDNS and managers after the nodes", () => {
    const files = synthFiles(configOf(fiveManagers));
    const json = (stage: string) => files.get(`stacks/${stage}/cdk.tf.json`) ?? "";
    expect(json("eks")).toContain('"desired_size": 10');
    expect(json("eks")).not.toMatch(/"namespace": "(kube-system|karpenter|gitlab-runner)"/);
    expect(json("eks")).not.toContain("computeType");
    // The add-ons stage waits for the data plane, and the runners stage for the outputs of the add-ons.
    expect(json("addons")).toContain("data_plane_arns");
    expect(json("runners").match(/glrunner\/role/g)).toHaveLength(5);
  });
});

describe("the first step to nodes, as docs/operating.md has it", () => {
  const [, block = ""] =
    /```yaml\n([^]*?)```/.exec(readFileSync("docs/operating.md", "utf8").split("## Between")[1] ?? "") ?? [];
  const written: unknown = parse(block);
  const base = { name: "glrunner", region: "us-west-2", runners: [{ name: "a", token: "env:TF_VAR_a" }] };
  const eks = (config: unknown) => blockOf(stackOf(configOf(config), "eks"), "module.eks");
  const profilesOf = (config: unknown) => {
    const profile = at(eks(config), "fargate_profiles", "pods-1");
    const names = JSON.stringify(at(profile, "selectors")).match(/(?<="namespace":")[^"]+/g) ?? [];
    return { name: at(profile, "name"), namespaces: names.sort() };
  };

  it("keeps every profile and adds the nodes", () => {
    const step = { ...base, cluster: at(written, "cluster") };
    expect(profilesOf(step)).toEqual(profilesOf(base));
    expect(profilesOf(step)).toEqual({
      name: "pods-glrunner-1",
      namespaces: ["gitlab-jobs-fargate", "gitlab-runner", "karpenter", "kube-system"],
    });
    expect("eks_managed_node_groups" in eks(base)).toBe(false);
    expect("eks_managed_node_groups" in eks(step)).toBe(true);
  });
});
