/** Limits of AWS, of GitLab and of a runner manager that the rules check or the documentation names. */
import type { FactTable } from "./fact-table";

export const limitsTable = {
  name: "Limits of AWS and of GitLab",
  readOn: "2026-11-23",
  sources: [
    "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
    "gitlab-org/gitlab@f9274efa",
    "https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html",
  ],
  lookAt: "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html",
} as const satisfies FactTable;

/** Limits of AWS. Each row names its own source. */
export const awsLimits = {
  /** Source: docs.amazonaws.cn/en_us/eks/latest/userguide/service-quotas.html. */
  profilesPerCluster: 10,
  selectorsPerProfile: 5,
  labelPairsPerSelector: 5,
  publicAccessCidrs: 40,
  /** EKS reserves Fargate profile names with this prefix. Source: eksctl pkg/apis/eksctl.io/v1alpha5/fargate.go. */
  reservedProfilePrefix: "eks-",
  /** Largest ephemeral storage of a Fargate pod. Source: awsdocs/amazon-eks-user-guide, fargate-pod-configuration.adoc. */
  ephemeralGiB: 175,
  /** "Fargate On-Demand vCPU resource count", code L-3032A538, raised on request. Source: AWS General Reference. */
  fargateVcpuQuota: 6,
  /** Pods a second for accounts that launch only EKS pods. Source: Amazon ECS guide, throttling.html. */
  fargateLaunchesPerSecond: 20,
  /** Pulls a second from ECR Public by resources in AWS. Source: AmazonECR/latest/public/public-service-quotas.html. */
  ecrPublicPullsPerSecond: 10,
  /** AWS reserves the first four addresses and the last one of every subnet. Source: VPC guide, "Subnet sizing". */
  reservedPerSubnet: 5,
  /** Size of the ConfigMap `aws-logging`. Source: awsdocs/amazon-eks-user-guide, fargate-logging.adoc. */
  loggingConfigMapCharacters: 5300,
  /** Source: AWS General Reference, "Tag naming limits". */
  tagsPerResource: 50,
} as const;

/** Limits of GitLab. Each row names its own source. */
export const gitlabLimits = {
  /** Source: gitlab-org/gitlab commit f9274efa, PARALLEL_LIMIT. */
  parallel: 200,
  /** Source: gitlab-org/gitlab app/models/ci/runner.rb, TAG_LIST_MAX_LENGTH. From memory (2026-11). */
  tagsPerRunner: 50,
  /** Jobs in active pipelines on GitLab.com. Source: gitlab-org/gitlab doc/user/gitlab_com/_index.md. */
  activeJobs: { free: 500, trial: 1000, premium: 20_000, ultimate: 100_000 },
  /** Default timeout of a job, unless the project or the runner sets another. Source: GitLab docs, ci/pipelines/settings.md. */
  jobTimeoutSeconds: 3600,
  /** Registration tokens are off by default since 17.0. Source: gitlab-runner docs/register/_index.md. */
  registrationTokensRemovedIn: "GitLab 20.0 (May 2027)",
} as const;

/** Maximum settings of a manager. They are glrunner's own limits, except for CPU, the largest Fargate pod. */
export const managerLimits = { requestConcurrency: 500, pollTimeoutSeconds: 7200, cpu: 16 } as const;
