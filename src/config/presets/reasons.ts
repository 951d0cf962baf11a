/** Reasons to change the keys that most presets have. */
import { awsLimits } from "../../facts/limits";
import type { Reasons } from "./preset";

export const commonReasons: Reasons = {
  name: "Change it before the first deploy if another cluster is called glrunner, or to say what it is for. A later change creates another cluster.",
  region: "Choose the Region of your artifacts, your caches and the services that the jobs use.",
  network: "Change it if the VPC will be connected to other networks, or must work while a zone fails.",
  "network.cidr": "Change it if it overlaps with a network that this one will be connected to.",
  "network.zones": "More zones have more capacity; fewer zones have less paid traffic between them.",
  "network.nat": "One is cheapest; one per zone keeps working when a zone fails.",
  cluster: "Change it to choose who may reach and use the cluster, and where its own pods run.",
  "cluster.endpoint": "Change it so that fewer machines can reach it.",
  "cluster.endpoint.allowedCidrs":
    "Change it to the addresses that deploy, each as a /32 block. Until then, only IAM protects the endpoint.",
  addons: "Change it to get Spot and on-demand nodes, other logs, or any add-on of EKS Blueprints.",
  "addons.karpenter": "Change it together with the runners: Karpenter creates their nodes.",
  "addons.karpenter.enabled":
    "Set true before you add a runner with compute spot or on-demand. Until then, Karpenter's pods would cost money and do nothing.",
  runners:
    "Add an entry for each kind of compute or job size, with the GitLab tag by which jobs choose it. Set gitlabUrl for your own GitLab.",
  "runners[0].token":
    "A reference to the token, never the token itself. Use SSM or Secrets Manager if tokens should not be exported by hand.",
  "runners[0].compute": "Spot is cheaper but may be interrupted. Spot and on-demand need Karpenter.",
  "runners[0].concurrent": `Lower it to cap the cost: a pipeline with more parallel jobs then waits. A new account has ${awsLimits.fargateVcpuQuota} Fargate vCPU for all jobs together.`,
  "runners[0].job":
    "Raise it for jobs that compile or run large test suites. Fargate rounds up to its next size and charges for that.",
  state:
    "Change it before a second person or a pipeline deploys, or if this machine may be lost: without the state, no command can tear the cluster down.",
};
