/** Checks whether the zones of the network to create exist, and whether EKS creates control planes in them. */
import * as ec2 from "@aws-sdk/client-ec2";
import type { Config, CreatedNetwork } from "../../config";
import { zonesWithoutEks } from "../../facts/aws/regions";
import { callAws, clientSettings, type AwsResult, type AwsContext } from "../../clients/aws/aws-client";
import { findingsOf, type Finding } from "../finding";

const finding = findingsOf("account");

/** An availability zone of the Region. */
export interface Zone {
  readonly name: string;
  /** The same in every account, unlike the name. */
  readonly id: string;
  /** False for Local and Wavelength Zones. */
  readonly ordinary: boolean;
}

/** All zones of the Region, by name. */
export async function regionZones(aws: AwsContext): Promise<AwsResult<readonly Zone[]>> {
  const client = new ec2.EC2Client(clientSettings(aws));
  const answer = await callAws(aws, "ec2:DescribeAvailabilityZones", (options) =>
    client.send(new ec2.DescribeAvailabilityZonesCommand({}), options),
  );
  if (!answer.ok) return answer;
  const zones = (answer.value.AvailabilityZones ?? []).map(({ ZoneName, ZoneId, OptInStatus }) => ({
    name: ZoneName ?? "",
    id: ZoneId ?? "",
    ordinary: OptInStatus !== "opted-in" && OptInStatus !== "not-opted-in",
  }));
  return { ok: true, value: zones.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

const hasEks = ({ id }: Zone) => !zonesWithoutEks.includes(id);

/** The zones that the vpc stage will use. */
export function chosenZones(
  { zones }: CreatedNetwork,
  existing: readonly Zone[],
  set: Config["versions"]["set"],
): readonly Zone[] {
  if ("names" in zones) return existing.filter(({ name }) => zones.names.includes(name));
  // The published root always takes the first ones.
  const usable = set === "tutorial" ? existing : existing.filter((zone) => zone.ordinary && hasEks(zone));
  return usable.slice(0, zones.count);
}

/** One finding, or none for an existing network. */
export function zoneFindings(
  { network, versions, region }: Config,
  answer: AwsResult<readonly Zone[]>,
): readonly Finding[] {
  if (network.kind !== "created") return [];
  if (!answer.ok) return [finding("unknown", "zones", `availability zones: ${answer.failure.reason}`)];
  const chosen = chosenZones(network, answer.value, versions.set);
  const usable = answer.value.filter((zone) => zone.ordinary && hasEks(zone)).map(({ name }) => name);
  const fix = `set network.zones to ${usable.length < 2 ? "zones that have EKS" : `some of ${usable.join(", ")}`}`;
  const needed = "names" in network.zones ? network.zones.names.length : network.zones.count;
  if (chosen.length < needed) {
    const what = `${region} has ${chosen.length} of the ${needed} availability zones that network.zones requires`;
    return [finding("error", "zones", what, { fix })];
  }
  const without = chosen.filter((zone) => !hasEks(zone));
  if (without.length > 0) {
    const names = without.map(({ name, id }) => `${name} (${id})`).join(", ");
    return [
      finding("error", "zones", `EKS creates no control plane in ${names}`, { fix, source: zonesSource }),
    ];
  }
  return [finding("ok", "zones", `availability zones ${chosen.map(({ name }) => name).join(", ")}`)];
}

export const zonesSource = "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html";
