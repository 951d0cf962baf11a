/** Reads the tutorial's VPC: its CIDR block, its zones, its NAT gateways and its endpoints. */
import * as z from "zod";
import type { ConfigInput } from "../../config";
import { cutSubnets } from "../../config/resolve/network";
import { endpointServices } from "../../facts/aws/vpc-endpoints";
import type { StateDocument } from "../../clients/terraform/state-document";
import type { ParseResult, StateFinding } from "./parse-result";
import { select, type ReadObject, type StateObject } from "./objects";

type Network = NonNullable<ConfigInput["network"]>;

const module = "module.vpc";
const subnetSchema = z.object({ cidr_block: z.string(), availability_zone: z.string() });
type Subnet = ReadObject<z.output<typeof subnetSchema>>;

interface Zones {
  readonly names: readonly string[];
  /** The number of zones if the root uses the first zones of the Region, as published; otherwise their names. */
  readonly configured: NonNullable<Network["zones"]>;
}

export function readNetwork(
  state: StateDocument,
  objects: readonly StateObject[],
  cidr: string,
): ParseResult<{ readonly network: Network; readonly zones: Zones }> {
  const subnets = (name: string) => select(objects, { module, type: "aws_subnet", name }, subnetSchema);
  const [privates, publics] = [subnets("private"), subnets("public")];
  const zones = zonesOf(state, privates);
  const gateways = select(objects, { module, type: "aws_nat_gateway" }, z.object({})).length;
  const [nat, natFindings] = natOf(gateways, zones.names.length);
  return {
    value: {
      network: { cidr, zones: zones.configured, nat, ...endpointsOf(objects) },
      zones,
    },
    findings: [...subnetFindings(cidr, privates, publics), ...natFindings],
  };
}

/** Endpoints that users added to the root: a configuration without them would destroy them. */
function endpointsOf(objects: readonly StateObject[]): Pick<Network, "endpoints"> {
  const schema = z.object({ service_name: z.string() });
  const services = select(objects, { module: "", type: "aws_vpc_endpoint" }, schema).map(
    // The service follows the domain and the Region: com.amazonaws.us-west-2.ecr.api.
    ({ read }) => read.service_name.split(".").slice(3).join("."),
  );
  const endpoints = endpointServices.filter((service) => services.includes(service));
  return endpoints.length === 0 ? {} : { endpoints };
}

function zonesOf(state: StateDocument, privates: readonly Subnet[]): Zones {
  const names = privates.map(({ read }) => read.availability_zone);
  const first = availableIn(state).slice(0, names.length);
  const published = names.length > 0 && first.join() === names.join();
  return { names, configured: published ? names.length : names };
}

/** The zones in the published root's data source; empty if the root names its zones. */
function availableIn(state: StateDocument): readonly string[] {
  const available = state.resources.find(
    ({ mode, type, name, module: inside }) =>
      mode === "data" && type === "aws_availability_zones" && name === "available" && inside === undefined,
  );
  const attributes = available?.instances[0]?.attributes;
  return z.object({ names: z.array(z.string()) }).safeParse(attributes).data?.names ?? [];
}

function natOf(gateways: number, zones: number): [NonNullable<Network["nat"]>, readonly StateFinding[]] {
  if (gateways === 0) return ["none", []];
  if (gateways === 1) return ["single", []];
  if (gateways === zones) return ["per-zone", []];
  const what = `there are ${gateways} NAT gateways for ${zones} zones; a configuration has none, one, or one per zone`;
  return ["per-zone", [{ address: `${module}.aws_nat_gateway.this`, what, fix: keep("the number of them") }]];
}

function subnetFindings(
  cidr: string,
  privates: readonly Subnet[],
  publics: readonly Subnet[],
): readonly StateFinding[] {
  const wanted = cutSubnets(cidr, privates.length);
  const blocks = (subnets: readonly Subnet[]) => subnets.map(({ read }) => read.cidr_block);
  const compare = (name: string, actual: readonly string[], expected: readonly string[]) => {
    if (actual.join() === expected.join()) return [];
    const what = `the subnets are ${actual.join(", ")}; the configuration divides ${cidr} into ${expected.join(", ")}`;
    return [{ address: `${module}.aws_subnet.${name}`, what, fix: keep("the subnets") }];
  };
  return [
    ...compare("private", blocks(privates), wanted?.privateSubnets ?? []),
    ...compare("public", blocks(publics), wanted?.publicSubnets ?? []),
  ];
}

const keep = (what: string) =>
  `the plan would change ${what}: do not apply it; keep managing this cluster with the root that created it`;
