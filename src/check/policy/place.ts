/** Where a configuration's things are in AWS, and how their ARNs begin. */
import type { Config } from "../../config";

/** In the place of the account's number, which no configuration has. */
export const accountPlaceholder = "ACCOUNT_ID";

interface Place {
  readonly partition: string;
  readonly suffix: string;
  readonly regional: (service: string, resource: string) => string;
  readonly iam: (resource: string) => string;
  /** Of the account, in no Region. */
  readonly dashboard: (name: string) => string;
}

export function placeOf({ region }: Config): Place {
  const { partition, suffix } = partitionOf(region);
  return {
    ...{ partition, suffix },
    regional: (service, resource) =>
      `arn:${partition}:${service}:${region}:${accountPlaceholder}:${resource}`,
    iam: (resource) => `arn:${partition}:iam::${accountPlaceholder}:${resource}`,
    dashboard: (name) => `arn:${partition}:cloudwatch::${accountPlaceholder}:dashboard/${name}`,
  };
}

/** Source: botocore 1.43.11, data/partitions.json; of the Regions that a configuration may name; read 2026-11. */
const partitions: readonly (readonly [start: string, partition: string, suffix: string])[] = [
  ["us-gov-", "aws-us-gov", "amazonaws.com"],
  ["eusc-", "aws-eusc", "amazonaws.eu"],
];

function partitionOf(region: string): Pick<Place, "partition" | "suffix"> {
  const [, partition = "aws", suffix = "amazonaws.com"] =
    partitions.find(([start]) => region.startsWith(start)) ?? [];
  return { partition, suffix };
}
