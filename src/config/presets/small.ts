import { awsLimits } from "../../facts/limits";
import { lightJob, type Preset } from "./preset";

export const small: Preset = {
  summary: "one runner of 50 jobs at once, on Fargate: the smallest useful fleet",
  purpose: `One runner of 50 jobs at once on Fargate, and nothing else. The ${awsLimits.fargateVcpuQuota} Fargate vCPU of a new account are enough to start it. All 50 jobs at once need more: \`glrunner check\` shows how much.`,
  input: {
    name: "glrunner",
    region: "us-west-2",
    network: { cidr: "10.0.0.0/16", zones: 3, nat: "single" },
    cluster: { endpoint: { allowedCidrs: ["0.0.0.0/0"] } },
    addons: { karpenter: { enabled: false } },
    runners: [
      {
        name: "fargate",
        token: "env:TF_VAR_fargate_token",
        compute: "fargate",
        concurrent: 50,
        job: lightJob,
      },
    ],
    state: { backend: "local" },
  },
  reasons: {},
};
