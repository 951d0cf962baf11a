/**
 * The `single` layout: all stages in one root with the tutorial's resource addresses, so that its `-target` commands and the
 * clusters built with them keep working. It uses the constructs of the staged layout and connects them directly.
 */
import type { App } from "cdktf";
import type { Config } from "../config/config";
import { addOns } from "../constructs/cluster/add-ons";
import { createCluster } from "../constructs/cluster/cluster";
import { useAws, useCluster } from "../constructs/cluster/cluster-providers";
import { configureKubectl } from "../constructs/configure-kubectl";
import { fleet } from "../constructs/runners/fleet";
import { createNetwork } from "../constructs/network";
import { guardState } from "../constructs/state-guard";
import { setBackend } from "./backends";
import { StageStack } from "./stage-stack";
import { singleStack } from "../config/stages";

export function singleLayout(app: App, config: Config): StageStack {
  const stack = new StageStack(app, singleStack, {
    config,
    providers: ["aws", "cloudinit", "helm", "kubectl", "kubernetes", "time", "tls"],
  });
  setBackend(stack, singleStack, config);
  useAws(stack, config);
  guardState(stack, config);
  const { outputs: network, ready: routes } = createNetwork(stack, config);
  const eks = createCluster(stack, config, network);
  useCluster(stack, config, eks, ["kubernetes", "helm", "kubectl"]);
  // Set `tutorial` keeps the published dependencies.
  const dependsOn = config.versions.set === "current" ? routes : [];
  const { ready } = addOns(stack, config, { network, eks, dependsOn });
  if (config.runners.length > 0) fleet(stack, config, { eks, dependsOn: ready });
  configureKubectl(stack, config, eks);
  return stack;
}
