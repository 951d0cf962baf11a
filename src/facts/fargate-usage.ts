/**
 * What CloudWatch tells by itself of Fargate's use: of the account in the Region, not of a cluster.
 * Source: EKS user guide, "Collect AWS Fargate app and usage metrics"; that `SERVICE_QUOTA()` knows it: CloudWatch user
 * guide, "Visualizing your service quotas and setting alarms"; read 2026-11-28.
 */
export const fargateUsage = {
  namespace: "AWS/Usage",
  name: "ResourceCount",
  dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
} as const;
