import { awsLimits, gitlabLimits } from "../../facts/limits";
import { quotaPages, quotas } from "../../facts/aws/quotas";
import { fargateRunner, newCluster, type Preset } from "./preset";

/** All five managers have the same token, so they are one runner in GitLab and share its jobs. */
const managers = [1, 2, 3, 4, 5].map((number) => fargateRunner(`fargate-${number}`, 200));

/** Fargate vCPU of the jobs, the managers and CoreDNS, rounded up to the sizes of Fargate. */
export const thousandVcpu = 511;

export const thousand: Preset = {
  summary: "five managers of 200: a thousand jobs at once, on Fargate",
  purpose: `A thousand jobs at once on Fargate: five managers of 200 that share one runner of GitLab. Before its first full run, go through the checklist. A job's \`parallel\` goes up to ${gitlabLimits.parallel}, so five jobs with \`parallel\` fill it.`,
  checklist: [
    `Quota: a new account has ${quotas.fargateVcpu.standard} vCPU of Fargate, and this preset needs ${thousandVcpu}. Ask for "${quotas.fargateVcpu.name}" (${quotas.fargateVcpu.code}) in Service Quotas; AWS may take days: ${quotaPages.fargate}`,
    `Pulls: ECR Public allows ${awsLimits.ecrPublicPullsPerSecond} pulls a second, and AWS cannot raise that, so a thousand pulls take 100 s. Docker Hub allows 100 in 6 hours. Keep job.image in a private ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html`,
    `Launches: Fargate starts ${awsLimits.fargateLaunchesPerSecond} pods a second, so a thousand take 50 s. AWS Support may raise the rate: https://docs.aws.amazon.com/AmazonECS/latest/userguide/throttling.html`,
    `GitLab: GitLab.com's free plan allows ${gitlabLimits.activeJobs.free} jobs in active pipelines: https://docs.gitlab.com/user/gitlab_com/`,
    "Verdict: `glrunner check --jobs 1000` compares all of these limits with your account, and shows the time and the cost of the jobs.",
  ],
  input: {
    ...newCluster,
    cluster: { ...newCluster.cluster, platform: "auto" },
    addons: { karpenter: { enabled: false } },
    runners: managers,
    state: { backend: "local" },
  },
  reasons: {
    "cluster.platform":
      "At the recorded prices auto chooses Fargate, because nodes need room for every manager twice while a change replaces them. `glrunner price` shows both costs. Set fargate to keep it when prices change.",
    "runners[0].token":
      "A reference to the token, never the token itself. All five managers use the same one, so that GitLab sees one runner with one set of tags.",
    "runners[0].concurrent":
      "Add managers instead of raising it: the jobs of a manager end when the manager is lost.",
    "runners[0].job":
      "Defined once (&shared1) and used by all five (*shared1). Raise it for jobs that compile or run large test suites.",
  },
};
