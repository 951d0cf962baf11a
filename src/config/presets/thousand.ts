import type { ConfigInput } from "../schema";
import { gitlabLimits } from "../../facts/limits";
import { lightJob, type Preset } from "./preset";

type Runner = NonNullable<ConfigInput["runners"]>[number];

/** One runner of GitLab: all five have its token, and share its jobs. */
const manager = (number: number): Runner => ({
  name: `fargate-${number}`,
  token: "env:TF_VAR_fargate_token",
  compute: "fargate",
  concurrent: 200,
  job: lightJob,
});

export const thousand: Preset = {
  summary: "five managers of 200: a thousand jobs at once, on Fargate",
  purpose: `A thousand jobs at once on Fargate: five managers of 200 that share one runner of GitLab. \`glrunner check\` says what to ask AWS for first. A job's \`parallel\` goes up to ${gitlabLimits.parallel}, so it takes five of them; GitLab.com's free plan allows ${gitlabLimits.activeJobs.free} jobs in active pipelines.`,
  input: {
    name: "glrunner",
    region: "us-west-2",
    network: { cidr: "10.0.0.0/16", zones: 3, nat: "single" },
    cluster: { endpoint: { allowedCidrs: ["0.0.0.0/0"] }, platform: "auto" },
    addons: { karpenter: { enabled: false } },
    runners: [manager(1), manager(2), manager(3), manager(4), manager(5)],
    state: { backend: "local" },
  },
  reasons: {
    "cluster.platform":
      "Fargate by the recorded prices, since nodes need room for every manager twice while a change replaces them; `glrunner price` shows both sums. Write fargate to keep it whatever later prices are.",
    "runners[0].token":
      "Never the token itself. All five managers name the same one, so that GitLab sees one runner with one set of tags.",
    "runners[0].concurrent":
      "Prefer more managers to a larger one: a manager that is lost takes its own jobs with it.",
    "runners[0].job":
      "Written once (&shared1) and used by all five (*shared1); make it larger for jobs that compile or test in earnest.",
  },
};
