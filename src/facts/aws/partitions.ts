/**
 * The partition of a Region, which its ARNs contain, and the domain of its endpoints. Only Regions that a configuration may
 * name are listed.
 */
import type { FactTable } from "../fact-table";

export const partitionsTable = {
  name: "Partitions of the Regions",
  readOn: "2026-11-30",
  sources: ["boto/botocore@1.43.11:botocore/data/partitions.json"],
  lookAt: "https://docs.aws.amazon.com/general/latest/gr/rande.html",
} as const satisfies FactTable;

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
