/** `glrunner versions`: the Kubernetes versions of EKS on a day, their prices, and the compatible Karpenter charts. */
import type { Config } from "../../config";
import {
  controlPlanePerHour,
  eksCalendar,
  supportOn,
  type EksSupport,
} from "../../facts/kubernetes/eks-calendar";
import { fittingCharts } from "../../facts/kubernetes/karpenter-matrix";
import { hourly } from "./calendar";

interface VersionRow {
  readonly kubernetes: string;
  readonly state: Exclude<EksSupport, "unknown">;
  /** Dates are YYYY-MM-DD. */
  readonly released: string;
  readonly endOfStandard: string;
  readonly endOfExtended: string;
  /** Of the control plane, US dollars; undefined if EKS does not create it. */
  readonly pricePerHour?: number;
  /** Compatible charts with API v1, as text; empty if glrunner knows none. */
  readonly karpenter: string;
  readonly configured: boolean;
}

interface VersionsResult {
  readonly on: string;
  /** Oldest first. */
  readonly rows: readonly VersionRow[];
  /** Versions of the configuration. @default there is no configuration */
  readonly configured?: Pick<Config["versions"], "set" | "kubernetes" | "karpenter" | "runnerChart">;
}

/** One row for each version. */
export function versions(on: string, config?: Config): VersionsResult {
  const rows = eksCalendar.flatMap((release): readonly VersionRow[] => {
    const state = supportOn(release.kubernetes, on);
    if (state === "unknown") return [];
    const creatable = state === "standard" || state === "extended";
    return [
      {
        ...release,
        state,
        ...(creatable && { pricePerHour: controlPlanePerHour[state] }),
        karpenter: fittingCharts(release.kubernetes, "v1"),
        configured: release.kubernetes === config?.versions.kubernetes,
      },
    ];
  });
  if (config === undefined) return { on, rows };
  const { set, kubernetes, karpenter, runnerChart } = config.versions;
  return { on, rows, configured: { set, kubernetes, karpenter, runnerChart } };
}

const heads = [
  "Kubernetes",
  "state",
  "standard until",
  "extended until",
  "control plane",
  "Karpenter",
] as const;

/** As a table. Versions that EKS no longer creates share one line, unless one of them is configured. */
export function versionsText({ on, rows, configured }: VersionsResult): string {
  const shown = rows.filter((row) => row.state !== "gone" || row.configured);
  const gone = rows.filter((row) => !shown.includes(row)).map((row) => row.kubernetes);
  const table = aligned([heads, ...shown.map(cells)]);
  return [
    `Versions on ${on}`,
    "",
    ...table,
    ...(gone.length === 0 ? [] : ["", `No longer created: ${gone.join(", ")}`]),
    ...(configured === undefined
      ? []
      : [
          "",
          `Configured (*): set ${configured.set}, Kubernetes ${configured.kubernetes}, Karpenter ${configured.karpenter}, runner chart ${configured.runnerChart}`,
        ]),
    "",
  ].join("\n");
}

function cells(row: VersionRow): readonly string[] {
  return [
    `${row.kubernetes}${row.configured ? " *" : ""}`,
    row.state === "unreleased" ? `from ${row.released}` : row.state,
    row.endOfStandard,
    row.endOfExtended,
    row.pricePerHour === undefined ? "-" : hourly(row.pricePerHour),
    row.karpenter === "" ? "-" : row.karpenter,
  ];
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
