import { awsLimits } from "../../facts/limits";
import { lightJob, type Preset } from "./preset";

export const small: Preset = {
  summary: "one runner of 50 jobs at once, on Fargate: the least that is of use",
  purpose: `One runner of 50 jobs at once on Fargate, and nothing that is not needed for it. It starts within the ${awsLimits.fargateVcpuQuota} Fargate vCPU of a new account; all 50 jobs at once need more, and \`glrunner check\` says how much.`,
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
