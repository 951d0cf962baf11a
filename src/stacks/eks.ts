/** Stage 2: the control plane, its Fargate profiles and node groups, and the role of Karpenter's nodes. */
import type { App } from "cdktf";
import type { Config } from "../config/config";
import { authWriter } from "../constructs/cluster/aws-auth";
import { createCluster } from "../constructs/cluster/cluster";
import { configureKubectl } from "../constructs/configure-kubectl";
import { useAws, useCluster } from "../constructs/cluster/cluster-providers";
import { guardState } from "../constructs/state-guard";
import { publish, readVpcOutputs } from "../constructs/stage-outputs";
import { readState, setBackend } from "./backends";
import { StageStack } from "./stage-stack";

export function eksStack(app: App, config: Config): StageStack {
  const stack = new StageStack(app, "eks", {
    config,
    providers: ["aws", "cloudinit", "kubernetes", "time", "tls"],
  });
  setBackend(stack, "eks", config);
  useAws(stack, config);
  guardState(stack, config);
  const eks = createCluster(stack, config, readVpcOutputs(readState(stack, "vpc", config)));
  if (authWriter(config) === "eks module") useCluster(stack, config, eks, ["kubernetes"]);
  publish(stack, "eks", eks);
  configureKubectl(stack, config, eks);
  return stack;
}
