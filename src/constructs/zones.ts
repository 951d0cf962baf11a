/** The Availability Zones of the cluster: from the configuration, or the first zones of the Region. */
import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Fn, Token, type TerraformStack } from "cdktf";
import type { Config } from "../config/config";
import { zonesWithoutEks } from "../facts/aws/regions";

/** Zone names, known at plan. Empty for an existing network, whose subnets already have zones. */
export function zoneNames(stack: TerraformStack, config: Config): string[] {
  const { network } = config;
  if (network.kind === "existing") return [];
  if ("names" in network.zones) return [...network.zones.names];
  return Token.asList(Fn.slice(available(stack, config).names, 0, network.zones.count));
}

function available(stack: TerraformStack, config: Config): DataAwsAvailabilityZones {
  const existing = stack.node.tryFindChild("available");
  if (existing instanceof DataAwsAvailabilityZones) return existing;
  return new DataAwsAvailabilityZones(stack, "available", {
    ...(config.versions.set === "current" && {
      // Local and Wavelength Zones have no NAT gateways and no EKS control plane.
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: [...zonesWithoutEks],
    }),
  });
}
