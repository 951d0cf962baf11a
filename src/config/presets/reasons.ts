/** Why one would change what most presets have. */
import { awsLimits } from "../../facts/limits";
import type { Reasons } from "./preset";

export const commonReasons: Reasons = {
  name: "Change it before the first deploy, where glrunner is taken or says too little; later it makes another cluster.",
  region: "Change it to be near your artifacts, caches and whatever the jobs reach.",
  network: "Change it where the VPC will meet other networks, or must outlive the failure of a zone.",
  "network.cidr": "Change it where it overlaps with a network that this one is connected to.",
  "network.zones": "More of them find capacity more easily; fewer cost less traffic between them.",
  "network.nat": "One is cheapest; one per zone goes on when a zone fails.",
  cluster: "Change it for who may reach the cluster and use it, and where its own pods run.",
  "cluster.endpoint": "Change it so that fewer can reach it.",
  "cluster.endpoint.allowedCidrs":
    "Change it to the addresses of those who deploy, each as a block /32: until then IAM alone guards it.",
  addons: "Change it for Spot and on-demand nodes, for other logs, or for any add-on of Blueprints.",
  "addons.karpenter": "Change it with the runners: it makes their nodes.",
  "addons.karpenter.enabled":
    "Write true before you add a runner with compute spot or on-demand; until then its pods would cost and do nothing.",
  runners:
    "Add an entry for each kind of compute or job size, with the tag in GitLab by which jobs choose it; write gitlabUrl where GitLab is your own.",
  "runners[0].token":
    "Never the token itself. Change it where tokens are kept in SSM or Secrets Manager, so that nobody has to export them.",
  "runners[0].compute": "Spot is cheaper and may be interrupted; it and on-demand need Karpenter.",
  "runners[0].concurrent": `Lower it to cap the cost; a job with \`parallel\` above it waits. A new account has ${awsLimits.fargateVcpuQuota} Fargate vCPU for all of it.`,
  "runners[0].job":
    "Make it larger for jobs that compile or test in earnest; Fargate rounds up to its next size and charges for that.",
  state:
    "Change it before more than one person or a pipeline deploys, and where the machine may be lost: whoever loses the state cannot tear down.",
};
