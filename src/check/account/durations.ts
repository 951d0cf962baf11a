/** How long the slow resources take on AWS, in minutes: the longest time that a source reports. Read 2026-11-24. */
export const minutes = {
  /** 13 to 16 in 21 Regions. Source: easontechtalk.com/unofficial-eks-cluster-creation-performance-across-aws-regions. */
  cluster: 16,
  /**
   * One after the other, never two at once. 5:05 to 5:45 in 2024, 26 s in 2025.
   * Source: aws/containers-roadmap issue 2392; hashicorp/terraform issue 25059.
   */
  fargateProfile: 6,
  /** Assumed (2026-11). */
  nodeGroup: 4,
  /** Until CoreDNS runs on Fargate. Assumed (2026-11). */
  addons: 4,
} as const;

export const durationsSource =
  "https://easontechtalk.com/unofficial-eks-cluster-creation-performance-across-aws-regions";
