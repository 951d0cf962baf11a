/** Limits of AWS that the rules check or the documentation names. Read 2026-11-23. */
export const awsLimits = {
  /** Source: docs.amazonaws.cn/en_us/eks/latest/userguide/service-quotas.html. */
  profilesPerCluster: 10,
  selectorsPerProfile: 5,
  labelPairsPerSelector: 5,
  publicAccessCidrs: 40,
  /** Prefix of profile names that EKS keeps. Source: eksctl pkg/apis/eksctl.io/v1alpha5/fargate.go. */
  reservedProfilePrefix: "eks-",
  /** Source: awsdocs/amazon-eks-user-guide, fargate-pod-configuration.adoc. */
  ephemeralGiB: 175,
  /** "Fargate On-Demand vCPU resource count", code L-3032A538, raised on request. Source: AWS General Reference. */
  fargateVcpuQuota: 6,
  /** Pods a second for accounts that launch only EKS pods. Source: Amazon ECS guide, throttling.html. */
  fargateLaunchesPerSecond: 20,
  /** Pulls a second from ECR Public by resources in AWS. Source: AmazonECR/latest/public/public-service-quotas.html. */
  ecrPublicPullsPerSecond: 10,
  /** First four and last address of every subnet. Source: VPC guide, "Subnet sizing". */
  reservedPerSubnet: 5,
  /** Of the ConfigMap `aws-logging`. Source: awsdocs/amazon-eks-user-guide, fargate-logging.adoc. */
  loggingConfigMapCharacters: 5300,
  /** Source: AWS General Reference, "Tag naming limits". */
  tagsPerResource: 50,
} as const;
