/** Stage 1: the network. It does not use Kubernetes. */
import type { App } from "cdktf";
import type { Config } from "../config/config";
import { useAws } from "../constructs/cluster/cluster-providers";
import { createNetwork } from "../constructs/network";
import { guardState } from "../constructs/state-guard";
import { publish } from "../constructs/stage-outputs";
import { setBackend } from "./backends";
import { StageStack } from "./stage-stack";

export function vpcStack(app: App, config: Config): StageStack {
  const stack = new StageStack(app, "vpc", { config, providers: ["aws"] });
  setBackend(stack, "vpc", config);
  useAws(stack, config);
  guardState(stack, config);
  publish(stack, "vpc", createNetwork(stack, config).outputs);
  return stack;
}
