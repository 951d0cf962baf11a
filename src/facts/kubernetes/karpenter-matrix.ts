/**
 * The Kubernetes versions that each Karpenter chart supports, and the APIs that it serves.
 * The row of 1.15 was not read, so 1.15 has the Kubernetes versions of 1.14. It runs on newer ones too: kOps 1.37.0
 * installs 1.15.1 on Kubernetes 1.37.
 */
import type { FactTable } from "../fact-table";
import { compareVersions, inRange } from "../version-order";

export type KarpenterApi = "v1alpha5" | "v1beta1" | "v1";

export const karpenterMatrixTable = {
  name: "Karpenter charts by Kubernetes version",
  readOn: "2026-11-30",
  sources: [
    "aws/karpenter-provider-aws@v1.14.1:website/content/en/docs/upgrading/compatibility.md",
    "aws/karpenter-provider-aws@v1.14.1:hack/docs/compatibilitymatrix_gen/compatibility.yaml",
    "https://karpenter.sh/v1.15/upgrading/",
  ],
  lookAt: "https://karpenter.sh/docs/upgrading/compatibility/",
} as const satisfies FactTable;

interface KarpenterRange {
  /** The first chart version of the range, and the first one after the range. */
  readonly from: string;
  readonly below: string;
  readonly minKubernetes: string;
  readonly maxKubernetes: string;
  readonly apis: readonly KarpenterApi[];
}

const range = (
  from: string,
  below: string,
  minKubernetes: string,
  maxKubernetes: string,
  ...apis: KarpenterApi[]
): KarpenterRange => ({ from, below, minKubernetes, maxKubernetes, apis });

export const karpenterMatrix: readonly KarpenterRange[] = [
  range("0.21.0", "0.25.0", "1.21", "1.24", "v1alpha5"),
  range("0.25.0", "0.28.0", "1.21", "1.25", "v1alpha5"),
  range("0.28.0", "0.31.0", "1.23", "1.27", "v1alpha5"),
  range("0.31.0", "0.32.0", "1.23", "1.28", "v1alpha5"),
  range("0.32.0", "0.33.0", "1.23", "1.28", "v1alpha5", "v1beta1"),
  range("0.33.0", "0.34.0", "1.23", "1.28", "v1beta1"),
  range("0.34.0", "0.37.0", "1.23", "1.29", "v1beta1"),
  range("0.37.0", "1.0.0", "1.23", "1.30", "v1beta1"),
  range("1.0.0", "1.0.5", "1.25", "1.30", "v1beta1", "v1"),
  range("1.0.5", "1.1.0", "1.25", "1.31", "v1beta1", "v1"),
  range("1.1.0", "1.2.0", "1.25", "1.31", "v1"),
  range("1.2.0", "1.5.0", "1.25", "1.32", "v1"),
  range("1.5.0", "1.6.0", "1.26", "1.33", "v1"),
  range("1.6.0", "1.9.0", "1.26", "1.34", "v1"),
  range("1.9.0", "1.13.0", "1.26", "1.35", "v1"),
  range("1.13.0", "1.16.0", "1.26", "1.36", "v1"),
];

/**
 * How long each minor version gets patches: until the next one is released, and 1.9 as a long-term version until the end
 * of February 2027. Source: endoflife-date/endoflife.date@a70eca33:products/karpenter.md; https://karpenter.sh/v1.9 ("1.9
 * (LTS) is supported until Feb 2027"); https://karpenter.sh/v1.15 (1.15.0 of 2026-10-10 ends 1.14).
 */
const karpenterMaintainedUntil: Readonly<Record<string, string>> = {
  "1.8": "2026-01-15",
  "1.9": "2027-02-28",
  "1.10": "2026-04-06",
  "1.11": "2026-04-24",
  "1.12": "2026-06-10",
  "1.13": "2026-07-11",
  "1.14": "2026-10-10",
};

const newestKarpenterMinor = "1.15";

/**
 * The day on which patches of this chart's minor version ended. Undefined if it still gets patches, or if that is not known.
 * @param date YYYY-MM-DD
 */
export function karpenterMaintenanceEnded(chart: string, date: string): string | undefined {
  const minor = chart.replace(/^v/, "").split(".").slice(0, 2).join(".");
  if (compareVersions(minor, newestKarpenterMinor) >= 0) return undefined;
  const end = compareVersions(minor, "1.8") < 0 ? "2026-01-15" : karpenterMaintainedUntil[minor];
  return end !== undefined && date > end ? end : undefined;
}

interface Avoided {
  readonly from: string;
  readonly below: string;
  readonly reason: string;
}

const avoidedCharts: readonly Avoided[] = [
  {
    from: "1.0.0",
    below: "1.1.0",
    // Source: aws/karpenter-provider-aws issue 6772.
    reason: "the 1.0 charts run a post-install job that Fargate cannot schedule",
  },
  {
    from: "1.8.4",
    below: "1.8.5",
    // Source: aws/karpenter-provider-aws@v1.14.1:website/content/en/docs/upgrading/upgrade-guide.md.
    reason: "1.8.4 has a regression in topology spread constraints; its release notes advise against it",
  },
];

export function karpenterRange(chart: string): KarpenterRange | undefined {
  return karpenterMatrix.find(({ from, below }) => inRange(chart, from, below));
}

/** Why a chart of the matrix must not be used; undefined if it may be used. */
export function avoidedKarpenter(chart: string): string | undefined {
  return avoidedCharts.find(({ from, below }) => inRange(chart, from, below))?.reason;
}

function allows({ minKubernetes, maxKubernetes }: KarpenterRange, kubernetes: string): boolean {
  return compareVersions(kubernetes, minKubernetes) >= 0 && compareVersions(kubernetes, maxKubernetes) <= 0;
}

export function fits(chart: string, kubernetes: string): boolean {
  const row = karpenterRange(chart);
  return row !== undefined && avoidedKarpenter(chart) === undefined && allows(row, kubernetes);
}

/** The charts that fit, such as `1.9.0 to below 1.15.0`; empty if none does. It leaves out charts to avoid, such as 1.0. */
export function fittingCharts(kubernetes: string, api: KarpenterApi): string {
  const rows = karpenterMatrix.filter(
    (row) => row.apis.includes(api) && allows(row, kubernetes) && avoidedKarpenter(row.from) === undefined,
  );
  const first = rows[0];
  const last = rows.at(-1);
  return first === undefined || last === undefined ? "" : `${first.from} to below ${last.below}`;
}

/** The tag of a chart: with a `v` up to 0.34. Source: compatibility.md, "Stable Releases". */
export function karpenterTag(chart: string): string {
  const plain = chart.replace(/^v/, "");
  return compareVersions(plain, "0.35.0") < 0 ? `v${plain}` : plain;
}
