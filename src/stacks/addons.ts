/** Stage 3: access to the cluster, Karpenter, the other add-ons, and logs of Fargate pods. */
import type { App } from "cdktf";
import type { Config } from "../config/config";
import { addOns } from "../constructs/cluster/add-ons";
import { useAws, useCluster } from "../constructs/cluster/cluster-providers";
import { guardState } from "../constructs/state-guard";
import { publish, readEksOutputs, readVpcOutputs } from "../constructs/stage-outputs";
import { readState, setBackend } from "./backends";
import { StageStack } from "./stage-stack";

export function addonsStack(app: App, config: Config): StageStack {
  const stack = new StageStack(app, "addons", {
    config,
    providers: ["aws", "helm", "kubectl", "kubernetes", "time"],
  });
  setBackend(stack, "addons", config);
  const network = readVpcOutputs(readState(stack, "vpc", config));
  const eks = readEksOutputs(readState(stack, "eks", config), config);
  useAws(stack, config);
  guardState(stack, config);
  useCluster(stack, config, eks, ["kubernetes", "helm", "kubectl"]);
  publish(stack, "addons", addOns(stack, config, { network, eks }).outputs);
  return stack;
}
