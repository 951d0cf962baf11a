/**
 * vCPU that the system's pods get on Fargate, all replicas together: each pod without a request gets 0.25.
 * Source: awsdocs/amazon-eks-user-guide fargate-pod-configuration.adoc; Karpenter v1.14.1 step08, install on Fargate:
 * one vCPU each of two; read 2026-11-23.
 */
export const systemPodVcpu = {
  coreDns: 0.5,
  karpenter: { current: 2, tutorial: 0.5 },
  ebsCsi: 0.5,
} as const;
