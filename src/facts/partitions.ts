/**
 * The partition of a Region, with which its ARNs begin, and the domain of its endpoints.
 * Source: botocore 1.43.11, data/partitions.json; of the Regions that a configuration may name; read 2026-11.
 */
interface Partition {
  readonly partition: string;
  readonly suffix: string;
}

const partitions: readonly (readonly [start: string, partition: string, suffix: string])[] = [
  ["us-gov-", "aws-us-gov", "amazonaws.com"],
  ["eusc-", "aws-eusc", "amazonaws.eu"],
];

export function partitionOf(region: string): Partition {
  const [, partition = "aws", suffix = "amazonaws.com"] =
    partitions.find(([start]) => region.startsWith(start)) ?? [];
  return { partition, suffix };
}
