/** Whether the subnets of an existing network suit the cluster and have enough addresses for the fleet. */
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
    // The pods of a deployed cluster already have their addresses.
    subnets.length === 0 || deployed ? [] : [unknownIfUndeployed(addresses(config, subnets), deployed)],
  );
}

function wrong(network: ExistingNetwork, subnets: readonly ec2.Subnet[]): Finding | undefined {
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

function addresses(config: Config, subnets: readonly ec2.Subnet[]): Finding {
  const free = subnets.reduce((sum, { AvailableIpAddressCount = 0 }) => sum + AvailableIpAddressCount, 0);
  const needed = podAddresses(config);
  const what = `pods need up to ${needed} addresses, and the private subnets have ${free} free`;
  return free >= needed
    ? finding("ok", "addresses", what)
    : finding("error", "addresses", what, {
        fix: "add subnets to network.existing, or set a lower concurrent",
      });
}
