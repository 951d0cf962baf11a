import { awsLimits } from "../../facts/limits";
import { fargateRunner, newCluster, type Preset } from "./preset";

export const small: Preset = {
  summary: "one runner of 50 jobs at once, on Fargate: the smallest useful fleet",
  purpose: `One runner of 50 jobs at once on Fargate, and nothing else. The ${awsLimits.fargateVcpuQuota} Fargate vCPU of a new account are enough to start it. All 50 jobs at once need more: \`glrunner check\` shows how much.`,
  input: {
    ...newCluster,
    addons: { karpenter: { enabled: false } },
    runners: [fargateRunner("fargate", 50)],
    state: { backend: "local" },
  },
  reasons: {},
};
