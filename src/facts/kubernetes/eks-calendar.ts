/**
 * The support calendar of Kubernetes versions on EKS: the release, the end of standard support ($0.10 an hour) and the end
 * of extended support ($0.60 an hour). EKS creates clusters of a version until its extended support ends.
 */
import type { FactTable } from "../fact-table";

export const eksCalendarTable = {
  name: "Kubernetes versions of EKS, their support and price",
  readOn: "2026-11-30",
  sources: [
    "endoflife-date/endoflife.date@a70eca33:products/amazon-eks.md",
    "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
  ],
  lookAt: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
} as const satisfies FactTable;

export interface EksRelease {
  readonly kubernetes: string;
  /** Dates are YYYY-MM-DD; an end is the last day of that support. */
  readonly released: string;
  readonly endOfStandard: string;
  readonly endOfExtended: string;
}

const row = (
  kubernetes: string,
  released: string,
  endOfStandard: string,
  endOfExtended: string,
): EksRelease => ({
  kubernetes,
  released,
  endOfStandard,
  endOfExtended,
});

export const eksCalendar: readonly EksRelease[] = [
  row("1.23", "2022-08-11", "2023-10-11", "2024-10-11"),
  row("1.24", "2022-11-15", "2024-01-31", "2025-01-31"),
  row("1.25", "2023-02-21", "2024-05-01", "2025-05-01"),
  row("1.26", "2023-04-11", "2024-06-11", "2025-06-11"),
  row("1.27", "2023-05-24", "2024-07-24", "2025-07-24"),
  row("1.28", "2023-09-26", "2024-11-26", "2025-11-26"),
  row("1.29", "2024-01-23", "2025-03-23", "2026-03-23"),
  row("1.30", "2024-05-23", "2025-07-23", "2026-07-23"),
  row("1.31", "2024-09-26", "2025-11-26", "2026-11-26"),
  row("1.32", "2025-01-25", "2026-03-23", "2027-03-23"),
  row("1.33", "2025-05-28", "2026-07-29", "2027-07-29"),
  row("1.34", "2025-10-06", "2026-12-02", "2027-12-02"),
  row("1.35", "2026-01-28", "2027-03-27", "2028-03-27"),
  row("1.36", "2026-06-02", "2027-08-02", "2028-08-02"),
];

/**
 * Price of a control plane, US dollars an hour, the same in every commercial Region.
 * Source: aws.amazon.com/blogs/containers/amazon-eks-extended-support-for-kubernetes-versions-pricing.
 */
export const controlPlanePerHour = { standard: 0.1, extended: 0.6 } as const;

/** `gone`: extended support has ended. `unknown`: the table does not list the version. */
export type EksSupport = "standard" | "extended" | "gone" | "unreleased" | "unknown";

export function eksRelease(kubernetes: string): EksRelease | undefined {
  return eksCalendar.find((release) => release.kubernetes === kubernetes);
}

/** @param date YYYY-MM-DD */
export function supportOn(kubernetes: string, date: string): EksSupport {
  const release = eksRelease(kubernetes);
  if (release === undefined) return "unknown";
  // Dates in this format sort as text.
  if (date < release.released) return "unreleased";
  if (date <= release.endOfStandard) return "standard";
  return date <= release.endOfExtended ? "extended" : "gone";
}

/** Whether EKS creates a cluster of this version on this date. */
export function creatable(kubernetes: string, date: string): boolean {
  const support = supportOn(kubernetes, date);
  return support === "standard" || support === "extended";
}

/** The versions of which EKS creates a cluster on this date, oldest first. */
export function creatableVersions(date: string): readonly string[] {
  return eksCalendar.map((release) => release.kubernetes).filter((kubernetes) => creatable(kubernetes, date));
}
