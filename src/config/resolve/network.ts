/**
 * The network as the stages need it. The block of the VPC is divided as in the tutorial: first the private subnets, each a
 * sixteenth of the block, then the public subnets, each a 256th. A /16 with three zones has 10.0.0.0/20 and so on, and
 * 10.0.48.0/24 and so on.
 */
import { blockSize, blockText, parseBlock, subnet } from "../ipv4";
import { awsLimits } from "../../facts/limits";
import type { CreatedNetwork, ExistingNetwork, Zones } from "../config";
import { neededEndpoints, type EndpointUse } from "../../facts/aws/vpc-endpoints";
import type { ParsedConfig } from "../schema";

type NetworkInput = ParsedConfig["network"];

const privateBits = 4;
const publicBits = 8;
/** Index of the tutorial's first public subnet. With more than three zones, public subnets begin after the private ones. */
const firstPublicIndex = 48;

/** The number of zones of a network section. */
export function zoneCount(zones: NetworkInput["zones"]): number {
  return typeof zones === "number" ? zones : zones.length;
}

/** The number of zones of a resolved network. */
export function zoneTotal(zones: Zones): number {
  return "names" in zones ? zones.names.length : zones.count;
}

/** Undefined for text that is not an address block, which a rule reports. */
export function cutSubnets(
  cidr: string,
  zones: number,
): { readonly privateSubnets: readonly string[]; readonly publicSubnets: readonly string[] } | undefined {
  const block = parseBlock(cidr);
  if (block === undefined) return undefined;
  const first = Math.max(firstPublicIndex, 2 ** (publicBits - privateBits) * zones);
  const indices = Array.from({ length: zones }, (_, k) => k);
  return {
    privateSubnets: indices.map((k) => blockText(subnet(block, privateBits, k))),
    publicSubnets: indices.map((k) => blockText(subnet(block, publicBits, first + k))),
  };
}

/** Addresses for pods and nodes in the private subnets of a VPC. */
export function usableAddresses(cidr: string, zones: number): number {
  const subnets = cutSubnets(cidr, zones)?.privateSubnets ?? [];
  return subnets.reduce((sum, text) => {
    const block = parseBlock(text);
    return block === undefined ? sum : sum + Math.max(0, blockSize(block) - awsLimits.reservedPerSubnet);
  }, 0);
}

/** @param use the features whose services `endpoints: auto` must reach */
export function resolveNetwork(given: NetworkInput, use: EndpointUse): CreatedNetwork | ExistingNetwork {
  const endpoints = given.endpoints === "auto" ? neededEndpoints(use) : [...new Set(given.endpoints)];
  if (given.existing !== undefined) return { kind: "existing", ...given.existing };
  const zones: Zones = typeof given.zones === "number" ? { count: given.zones } : { names: given.zones };
  const subnets = cutSubnets(given.cidr, zoneCount(given.zones)) ?? { privateSubnets: [], publicSubnets: [] };
  return { kind: "created", cidr: given.cidr, zones, nat: given.nat, ...subnets, endpoints };
}
