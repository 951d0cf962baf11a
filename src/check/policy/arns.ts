/** Builds the ARNs of the resources of a configuration. */
import type { Config } from "../../config";
import { partitionOf } from "../../facts/aws/partitions";

/** Stands for the account's id, which the configuration does not contain. */
export const accountPlaceholder = "ACCOUNT_ID";

interface Arns {
  readonly partition: string;
  /** Suffix of the domain names of AWS in the partition. */
  readonly suffix: string;
  /** ARN of a resource in the Region. */
  readonly regional: (service: string, resource: string) => string;
  /** ARN of a resource of IAM, which is global. */
  readonly iam: (resource: string) => string;
  /** ARN of a dashboard, which belongs to no Region. */
  readonly dashboard: (name: string) => string;
}

/** The ARNs in the configuration's Region. */
export function arnsOf({ region }: Config): Arns {
  const { partition, suffix } = partitionOf(region);
  return {
    ...{ partition, suffix },
    regional: (service, resource) =>
      `arn:${partition}:${service}:${region}:${accountPlaceholder}:${resource}`,
    iam: (resource) => `arn:${partition}:iam::${accountPlaceholder}:${resource}`,
    dashboard: (name) => `arn:${partition}:cloudwatch::${accountPlaceholder}:dashboard/${name}`,
  };
}
