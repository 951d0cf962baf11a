/** Every table of facts with its date, so that `check` and `npm run facts` can say which one has grown old. */
import { addonNamespacesTable } from "./addon-namespaces";
import { capacityTable } from "./capacity";
import { daysBetween } from "./dates";
import { eksCalendarTable } from "./eks-calendar";
import { maxTableAgeDays, type FactTable } from "./fact-table";
import { fargateTable } from "./fargate";
import { jobStartErrorsTable } from "./job-start-errors";
import { karpenterMatrixTable } from "./karpenter-matrix";
import { limitsTable } from "./limits";
import { managerLogTable } from "./manager-log";
import { nodeImagesTable } from "./node-images";
import { nodeReleasesTable } from "./node-releases";
import { nodesTable } from "./nodes";
import { partitionsTable } from "./partitions";
import { instancePricesTable, pricesTable } from "./prices";
import { providerRangesTable } from "./provider-ranges";
import { proxyTable } from "./proxy";
import { pythonPackagesTable } from "./python-packages";
import { quotasTable } from "./quotas";
import { regionsTable } from "./regions";
import { runnerChartsTable } from "./runner-charts";
import { secretFormatsTable } from "./secret-formats";
import { systemPodsTable } from "./system-pods";
import { tokenPrefixesTable } from "./token-prefixes";
import { vpcEndpointsTable } from "./vpc-endpoints";

export const factTables: readonly FactTable[] = [
  addonNamespacesTable,
  capacityTable,
  eksCalendarTable,
  fargateTable,
  instancePricesTable,
  jobStartErrorsTable,
  karpenterMatrixTable,
  limitsTable,
  managerLogTable,
  nodeImagesTable,
  nodeReleasesTable,
  nodesTable,
  partitionsTable,
  pricesTable,
  providerRangesTable,
  proxyTable,
  pythonPackagesTable,
  quotasTable,
  regionsTable,
  runnerChartsTable,
  secretFormatsTable,
  systemPodsTable,
  tokenPrefixesTable,
  vpcEndpointsTable,
];

interface TableAge {
  readonly table: FactTable;
  /** Whole days; 0 on a day before the table was read. */
  readonly days: number;
  readonly old: boolean;
}

/**
 * The age of each table on a day, oldest first.
 * @param on YYYY-MM-DD
 */
export function tableAges(on: string, tables: readonly FactTable[] = factTables): readonly TableAge[] {
  const age = (table: FactTable): TableAge => {
    const days = Math.max(0, daysBetween(table.readOn, on));
    return { table, days, old: days > maxTableAgeDays };
  };
  return tables.map(age).sort((one, other) => other.days - one.days);
}
