/** The subnets of a network that exists: whether they are what the cluster needs, and have addresses for the fleet. */
import * as ec2 from "@aws-sdk/client-ec2";
import type { Config, ExistingNetwork } from "../../config";
import { zonesWithoutEks } from "../../facts/regions";
import {
  ask,
  clientSettings,
  isFailure,
  orMissing,
  type AwsQuestion,
  type Failure,
} from "../../clients/aws/aws-client";
import { findingsOf, unknownIfUndeployed, type Finding } from "../finding";
import { podAddresses } from "../../fleet/capacity/resource-demand";
import type { Deployed } from "../options";
import { zonesSource } from "./zones";

const finding = findingsOf("account");

export async function subnetFindings(
  config: Config,
  aws: AwsQuestion | Failure,
  deployed: Deployed,
): Promise<readonly Finding[]> {
  const { network } = config;
  if (network.kind !== "existing") return [];
  if (isFailure(aws)) return [finding("unknown", "subnets", `subnets: ${aws.reason}`)];
  const client = new ec2.EC2Client(clientSettings(aws));
  const SubnetIds = [...network.privateSubnetIds];
  const answer = orMissing(
    await ask(aws, "ec2:DescribeSubnets", (options) =>
      client.send(new ec2.DescribeSubnetsCommand({ SubnetIds }), options),
    ),
  );
  if (!answer.ok) return [finding("unknown", "subnets", `subnets: ${answer.failure.reason}`)];
  const subnets = answer.value?.Subnets ?? [];
  return [
    wrong(network, subnets) ?? finding("ok", "subnets", `the subnets of ${network.vpcId} exist`),
  ].concat(
    // Pods that run already have theirs.
    subnets.length === 0 || deployed ? [] : [unknownIfUndeployed(addresses(config, subnets), deployed)],
  );
}

function wrong(network: ExistingNetwork, subnets: readonly ec2.Subnet[]): Finding | undefined {
  const fix = "correct network.existing";
  const missing = network.privateSubnetIds.filter((id) => !subnets.some(({ SubnetId }) => SubnetId === id));
  if (missing.length > 0) {
    const what = `${subnets.length === 0 ? "some of the subnets do" : `${missing.join(", ")} do`} not exist in this account and Region`;
    return finding("error", "subnets", what, { fix });
  }
  const elsewhere = subnets
    .filter(({ VpcId }) => VpcId !== network.vpcId)
    .map(({ SubnetId = "" }) => SubnetId);
  if (elsewhere.length > 0) {
    return finding("error", "subnets", `not in ${network.vpcId}: ${elsewhere.join(", ")}`, { fix });
  }
  const without = subnets.filter(({ AvailabilityZoneId = "" }) =>
    zonesWithoutEks.includes(AvailabilityZoneId),
  );
  if (without.length > 0) {
    const ids = without.map(({ SubnetId = "" }) => SubnetId).join(", ");
    return finding("error", "subnets", `in a zone in which EKS makes no control plane: ${ids}`, {
      fix,
      source: zonesSource,
    });
  }
  if (new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size < 2) {
    return finding("error", "subnets", "the subnets are in one availability zone, EKS needs two", {
      fix,
      source: zonesSource,
    });
  }
  return undefined;
}

function addresses(config: Config, subnets: readonly ec2.Subnet[]): Finding {
  const free = subnets.reduce((sum, { AvailableIpAddressCount = 0 }) => sum + AvailableIpAddressCount, 0);
  const needed = podAddresses(config);
  const what = `pods need ${needed} addresses at the fleet's largest, and ${free} are free in the private subnets`;
  return free >= needed
    ? finding("ok", "addresses", what)
    : finding("error", "addresses", what, { fix: "add subnets to network.existing, or lower concurrent" });
}
