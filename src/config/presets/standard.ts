import { awsLimits } from "../../facts/limits";
import { lightJob, type Preset } from "./preset";

export const standard: Preset = {
  summary: "two runners of 200 jobs at once: one on Fargate, one on Spot",
  purpose: `Two runners of 200 jobs at once: one on Fargate, and a cheaper one on Spot for the jobs that ask for it by tag. It needs more than the ${awsLimits.fargateVcpuQuota} Fargate vCPU of a new account: \`glrunner check\` shows how much, and which quota to raise.`,
  input: {
    name: "glrunner",
    region: "us-west-2",
    network: { cidr: "10.0.0.0/16", zones: 3, nat: "single" },
    cluster: { endpoint: { allowedCidrs: ["0.0.0.0/0"] } },
    runners: [
      {
        name: "fargate",
        token: "env:TF_VAR_fargate_token",
        compute: "fargate",
        concurrent: 200,
        job: lightJob,
      },
      { name: "spot", token: "env:TF_VAR_spot_token", compute: "spot", concurrent: 200 },
    ],
    state: { backend: "local" },
  },
  reasons: {
    "runners[1]":
      "Cheaper, but may be interrupted: use it for jobs that are safe to retry, and the Fargate runner for all others.",
  },
};
