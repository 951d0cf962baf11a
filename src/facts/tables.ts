/** Every table of facts with its date. `check` and `npm run facts` report the old ones. */
import { addonNamespacesTable } from "./kubernetes/addon-namespaces";
import { capacityTable } from "./capacity";
import { daysBetween } from "./dates";
import { eksCalendarTable } from "./kubernetes/eks-calendar";
import { maxTableAgeDays, type FactTable } from "./fact-table";
import { fargateTable } from "./aws/fargate";
import { jobStartErrorsTable } from "./gitlab/job-start-errors";
import { karpenterMatrixTable } from "./kubernetes/karpenter-matrix";
import { limitsTable } from "./limits";
import { managerLogTable } from "./gitlab/manager-log";
import { nodeImagesTable } from "./kubernetes/node-images";
import { nodeReleasesTable } from "./programs/node-releases";
import { nodesTable } from "./kubernetes/nodes";
import { partitionsTable } from "./aws/partitions";
import { instancePricesTable, pricesTable } from "./aws/prices";
import { providerRangesTable } from "./programs/provider-ranges";
import { proxyTable } from "./aws/proxy";
import { pythonPackagesTable } from "./programs/python-packages";
import { quotasTable } from "./aws/quotas";
import { regionsTable } from "./aws/regions";
import { runnerChartsTable } from "./gitlab/runner-charts";
import { secretFormatsTable } from "./programs/secret-formats";
import { systemPodsTable } from "./kubernetes/system-pods";
import { tokenPrefixesTable } from "./gitlab/token-prefixes";
import { vpcEndpointsTable } from "./aws/vpc-endpoints";

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
  return tables.map(age).sort((left, right) => right.days - left.days);
}
