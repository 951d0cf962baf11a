/**
 * Checks the routes of the subnets of an existing network to the internet.
 *
 * 1. A subnet has the route table that is associated with it, otherwise the main table of its VPC.
 * 2. A route to an internet gateway makes the subnet public: EKS refuses it for Fargate.
 * 3. Without a default route, pods reach AWS only through VPC endpoints, and nothing else.
 * 4. A route whose gateway was deleted drops all packets (EC2 calls it a blackhole).
 *
 * Source: EKS user guide, "Subnet requirements for clusters" and "Deploy private clusters with limited internet access"
 * (awsdocs/amazon-eks-user-guide latest/ug/networking/network-reqs.adoc, clusters/private-clusters.adoc, read 2026-11-30).
 */
import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import type { Config, ExistingNetwork } from "../../config";
import type { AwsResult } from "../../clients/aws/aws-client";
import { findingsOf, type Finding } from "../finding";

const finding = findingsOf("account");
const requirements = "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html";
const privateClusters = "https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html";

/** The endpoints that a pull from ECR needs. */
const imageServices = ["ecr.api", "ecr.dkr", "s3"] as const;

export function routeFindings(
  config: Config,
  network: ExistingNetwork,
  tables: AwsResult<readonly RouteTable[]>,
  endpoints: AwsResult<readonly string[]>,
): readonly Finding[] {
  if (!tables.ok) {
    return [finding("unknown", "routes", `routes of ${network.vpcId}: ${tables.failure.reason}`)];
  }
  const routes = network.privateSubnetIds.map((id) => ({ id, wayOut: wayOutOf(routesOf(id, tables.value)) }));
  const subnetsWith = (wayOut: WayOut) => routes.filter((each) => each.wayOut === wayOut).map(({ id }) => id);
  const found = [
    ...publicFinding(config, subnetsWith("internet gateway")),
    ...blackHole(subnetsWith("black hole")),
    ...noRoute(subnetsWith("none"), config.region, endpoints),
  ];
  if (found.length > 0) return found;
  return [finding("ok", "routes", "every subnet has a default route, and none to an internet gateway")];
}

/** The target of a subnet's default route. */
type WayOut = "internet gateway" | "black hole" | "none" | "other";

function routesOf(subnet: string, tables: readonly RouteTable[]): readonly Route[] {
  const own = tables.find(({ Associations = [] }) =>
    Associations.some(({ SubnetId }) => SubnetId === subnet),
  );
  const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  return (own ?? main)?.Routes ?? [];
}

function wayOutOf(routes: readonly Route[]): WayOut {
  if (routes.some(({ GatewayId }) => GatewayId?.startsWith("igw-"))) return "internet gateway";
  const byDefault = routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  if (byDefault === undefined) return "none";
  return byDefault.State === "blackhole" ? "black hole" : "other";
}

function publicFinding({ cluster }: Config, ids: readonly string[]): readonly Finding[] {
  if (ids.length === 0) return [];
  const fargate = cluster.fargateProfiles.length > 0;
  const then = fargate
    ? "EKS refuses them for Fargate"
    : "pods without a public address do not reach the internet through it";
  return [
    finding(
      fargate ? "error" : "warning",
      "routes.public",
      `not private, because of a route to an internet gateway: ${ids.join(", ")}; ${then}`,
      {
        fix: "name private subnets in network.existing, whose default route goes to a NAT gateway",
        source: requirements,
      },
    ),
  ];
}

function blackHole(ids: readonly string[]): readonly Finding[] {
  if (ids.length === 0) return [];
  const what = `the default route points to a gateway that no longer exists: ${ids.join(", ")}`;
  const fix =
    "replace the route with `aws ec2 replace-route --route-table-id rtb-... --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-...`";
  return [finding("error", "routes.blackhole", what, { fix, source: requirements })];
}

function noRoute(
  ids: readonly string[],
  region: string,
  endpoints: AwsResult<readonly string[]>,
): readonly Finding[] {
  if (ids.length === 0) return [];
  const id = "routes.none";
  const what = `no default route: ${ids.join(", ")}`;
  const addRoute =
    "add a route to a NAT gateway with `aws ec2 create-route --route-table-id rtb-... --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-...`";
  if (!endpoints.ok) {
    const unsure = `${what}; whether the VPC has endpoints instead is not known: ${endpoints.failure.reason}`;
    return [finding("unknown", id, unsure, { fix: addRoute, source: privateClusters })];
  }
  const missing = imageServices.filter(
    (service) => !endpoints.value.includes(`com.amazonaws.${region}.${service}`),
  );
  if (missing.length > 0) {
    const stuck = `${what}, and the VPC has no endpoint for ${missing.join(", ")}: no pod can pull an image`;
    return [
      finding("error", id, stuck, { fix: `${addRoute}, or create these endpoints`, source: privateClusters }),
    ];
  }
  const rest = `${what}; through the VPC endpoints, pods pull images only from ECR`;
  return [
    finding("warning", id, rest, {
      fix: "make sure that every image is in ECR and that GitLab is reachable from these subnets",
      source: privateClusters,
    }),
  ];
}
