/** Where a configuration's things are in AWS, and how their ARNs begin. */
import type { Config } from "../../config";
import { partitionOf } from "../../facts/aws/partitions";

/** In the place of the account's number, which no configuration has. */
export const accountPlaceholder = "ACCOUNT_ID";

interface Arns {
  readonly partition: string;
  readonly suffix: string;
  readonly regional: (service: string, resource: string) => string;
  readonly iam: (resource: string) => string;
  /** Of the account, in no Region. */
  readonly dashboard: (name: string) => string;
}

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
