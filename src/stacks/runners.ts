/** Stage 4: the runners. */
import type { App } from "cdktf";
import type { Config } from "../config/config";
import { fleet } from "../constructs/runners/fleet";
import { useAws, useCluster } from "../constructs/cluster/cluster-providers";
import { guardState } from "../constructs/state-guard";
import { publish, readAddonsOutputs, readEksOutputs } from "../constructs/stage-outputs";
import { readState, setBackend } from "./backends";
import { StageStack } from "./stage-stack";

export function runnersStack(app: App, config: Config): StageStack {
  const stack = new StageStack(app, "runners", { config, providers: ["aws", "helm", "kubernetes"] });
  setBackend(stack, "runners", config);
  const eks = readEksOutputs(readState(stack, "eks", config), config);
  const addons = readAddonsOutputs(readState(stack, "addons", config));
  useAws(stack, config);
  guardState(stack, config);
  useCluster(stack, config, eks, ["kubernetes", "helm"]);
  publish(stack, "runners", fleet(stack, config, { eks, nodePools: addons.node_pools }));
  return stack;
}
