/** The end of security fixes of each Node.js release, and the Node.js version that glrunner's own dependencies will need. */
import type { FactTable } from "../fact-table";

export const nodeReleasesTable = {
  name: "Node.js releases and their end",
  readOn: "2026-11-30",
  sources: [
    "https://docs.aws.amazon.com/cdk/v2/guide/node-versions.html",
    "nodejs/Release:schedule.json",
    "@aws-sdk/core, emitWarningIfUnsupportedVersion",
  ],
  lookAt: "https://github.com/nodejs/Release#release-schedule",
} as const satisfies FactTable;

/** Key: major version. Value: the last day with security fixes, YYYY-MM-DD. */
const nodeEnds: Readonly<Record<string, string>> = {
  18: "2025-04-30",
  20: "2026-04-30",
  22: "2027-04-30",
  24: "2028-04-30",
};

/** From this day on, new versions of the AWS clients, and so of glrunner, need this Node.js version. */
export const nextOldestNode = { version: "22", from: "2027-01-08" } as const;

/**
 * The last day with security fixes for a version of Node.js, if that day has passed.
 * @param version such as 20.20.2
 * @param on YYYY-MM-DD
 */
export function nodeEnded(version: string, on: string): string | undefined {
  const end = nodeEnds[version.split(".")[0] ?? ""];
  return end !== undefined && end < on ? end : undefined;
}
