import { awsLimits } from "../../facts/limits";
import { fargateRunner, newCluster, type Preset } from "./preset";

export const standard: Preset = {
  summary: "two runners of 200 jobs at once: one on Fargate, one on Spot",
  purpose: `Two runners of 200 jobs at once: one on Fargate, and a cheaper one on Spot for the jobs that ask for it by tag. It needs more than the ${awsLimits.fargateVcpuQuota} Fargate vCPU of a new account: \`glrunner check\` shows how much, and which quota to raise.`,
  input: {
    ...newCluster,
    runners: [
      fargateRunner("fargate", 200),
      { name: "spot", token: "env:TF_VAR_spot_token", compute: "spot", concurrent: 200 },
    ],
    state: { backend: "local" },
  },
  reasons: {
    "runners[1]":
      "Cheaper, but may be interrupted: use it for jobs that are safe to retry, and the Fargate runner for all others.",
  },
};
