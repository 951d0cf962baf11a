/** Checks whether EKS can use the subnets of an existing network, and whether they have enough addresses for the fleet. */
import type { Subnet } from "@aws-sdk/client-ec2";
import type { Config, ExistingNetwork } from "../../config";
import { zonesWithoutEks } from "../../facts/aws/regions";
import { findingsOf, unknownIfUndeployed, type Finding } from "../finding";
import { podAddresses } from "../../fleet/capacity/resource-demand";
import type { Deployed } from "../options";
import { zonesSource } from "./zones";

const finding = findingsOf("account");

/**
 * Free addresses that EKS needs in each subnet for the control plane's network interfaces, and the number it recommends.
 *
 * Source: EKS user guide, "Subnet requirements for clusters" (read 2026-11-30).
 */
const controlPlane = { needed: 6, recommended: 16 } as const;

/** Findings about the subnets that AWS returned. */
export function subnetFindings(
  config: Config,
  network: ExistingNetwork,
  subnets: readonly Subnet[],
  deployed: Deployed,
): readonly Finding[] {
  const mistake = subnetMistake(network, subnets);
  if (subnets.length === 0) return mistake === undefined ? [] : [mistake];
  return [
    mistake ?? finding("ok", "subnets", `the subnets of ${network.vpcId} exist`),
    // The pods and the control plane of a deployed cluster already have their addresses.
    ...(deployed === true
      ? []
      : [addresses(config, subnets), ...room(subnets)].map((each) => unknownIfUndeployed(each, deployed))),
    ...tags(subnets),
  ];
}

function subnetMistake(network: ExistingNetwork, subnets: readonly Subnet[]): Finding | undefined {
  const fix = "correct the ids in network.existing; `aws ec2 describe-subnets` lists them";
  const missing = network.privateSubnetIds.filter((id) => !subnets.some(({ SubnetId }) => SubnetId === id));
  if (missing.length > 0) {
    const what = `${subnets.length === 0 ? "some of the subnets do" : `${missing.join(", ")} do`} not exist in this account and Region`;
    return finding("error", "subnets", what, { fix });
  }
  const elsewhere = subnets
    .filter(({ VpcId }) => VpcId !== network.vpcId)
    .map(({ SubnetId = "" }) => SubnetId);
  if (elsewhere.length > 0) {
    return finding("error", "subnets", `subnets that are not in ${network.vpcId}: ${elsewhere.join(", ")}`, {
      fix,
    });
  }
  const without = subnets.filter(({ AvailabilityZoneId = "" }) =>
    zonesWithoutEks.includes(AvailabilityZoneId),
  );
  if (without.length > 0) {
    const ids = without.map(({ SubnetId = "" }) => SubnetId).join(", ");
    return finding(
      "error",
      "subnets",
      `subnets in an availability zone in which EKS creates no control plane: ${ids}`,
      {
        fix,
        source: zonesSource,
      },
    );
  }
  if (new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size < 2) {
    return finding("error", "subnets", "all subnets are in one availability zone, and EKS needs two", {
      fix,
      source: zonesSource,
    });
  }
  return undefined;
}

function addresses(config: Config, subnets: readonly Subnet[]): Finding {
  const free = subnets.reduce((sum, { AvailableIpAddressCount = 0 }) => sum + AvailableIpAddressCount, 0);
  const needed = podAddresses(config);
  const what = `pods need up to ${needed} addresses, and the private subnets have ${free} free`;
  return free >= needed
    ? finding("ok", "addresses", what)
    : finding("error", "addresses", what, {
        fix: "add subnets to network.existing, or set a lower concurrent",
      });
}

/** EKS creates the interfaces of its control plane in any of the subnets. */
function room(subnets: readonly Subnet[]): readonly Finding[] {
  const below = (limit: number) =>
    subnets
      .filter(({ AvailableIpAddressCount = 0 }) => AvailableIpAddressCount < limit)
      .map(({ SubnetId = "", AvailableIpAddressCount = 0 }) => `${SubnetId} (${AvailableIpAddressCount})`);
  const full = below(controlPlane.needed);
  const tight = below(controlPlane.recommended);
  const fix = "free some addresses, or name larger subnets in network.existing";
  if (full.length > 0) {
    const what = `EKS needs ${controlPlane.needed} free addresses in each subnet: ${full.join(", ")}`;
    return [finding("error", "subnets.room", what, { fix, source: zonesSource })];
  }
  if (tight.length === 0) return [];
  const what = `EKS recommends ${controlPlane.recommended} free addresses in each subnet: ${tight.join(", ")}`;
  return [finding("warning", "subnets.room", what, { fix, source: zonesSource })];
}

const internalBalancers = "kubernetes.io/role/internal-elb";

/** Only load balancers of the cluster's own Services need the tag. */
function tags(subnets: readonly Subnet[]): readonly Finding[] {
  const without = subnets
    .filter(({ Tags = [] }) => !Tags.some(({ Key, Value }) => Key === internalBalancers && Value === "1"))
    .map(({ SubnetId = "" }) => SubnetId);
  if (without.length === 0) return [];
  const what = `without the tag ${internalBalancers}, no internal load balancer can use ${without.join(", ")}`;
  const fix = `if the cluster needs load balancers: \`aws ec2 create-tags --resources ${without.join(" ")} --tags Key=${internalBalancers},Value=1\``;
  return [finding("warning", "subnets.tags", what, { fix, source: zonesSource })];
}
