/** Compares the quotas of the account with what exists and what the configuration adds. */
import type { Config } from "../../config";
import { zoneTotal } from "../../config/resolve/network";
import {
  isAwsCallFailure,
  type AwsResult,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import { findingsOf, unknownIfUndeployed, type Finding } from "../finding";
import { fargateVcpu, instanceVcpu } from "../../fleet/capacity/resource-demand";
import type { Deployed } from "../options";
import { quotaPages, quotas, type QuotaName } from "../../facts/aws/quotas";
import type { QuotaLimits } from "./quota-limits";
import { quotaUsage } from "./quota-usage";
import { chosenZones, type Zone } from "./zones";

const finding = findingsOf("account");

/** How much of one quota the configuration needs. */
interface QuotaNeed {
  readonly name: QuotaName;
  readonly of: "fleet" | "network" | "cluster";
  readonly needed: number;
  /** Names what is counted, such as `EKS clusters`. */
  readonly why: string;
  /** Alternative to raising the quota. */
  readonly instead: string;
}

interface QuotaQuestion {
  readonly config: Config;
  readonly aws: AwsContext | AwsCallFailure;
  readonly deployed: Deployed;
  readonly network: Deployed;
  readonly zones: AwsResult<readonly Zone[]>;
  readonly limits: QuotaLimits;
}

/** One finding for each quota that the configuration needs. */
export async function quotaFindings(question: QuotaQuestion): Promise<readonly Finding[]> {
  const needs = quotaNeeds(question.config, question);
  const found = await Promise.all(
    needs.map(async (need) =>
      unknownIfUndeployed(await quotaFinding(need, question), isDeployed(need, question)),
    ),
  );
  return [...found, ...otherFamilies(question.config)];
}

type DeployedParts = Pick<QuotaQuestion, "deployed" | "network">;

/** Leaves out the network and the cluster where they are deployed: they already count as existing. */
export function quotaNeeds(config: Config, parts: DeployedParts): readonly QuotaNeed[] {
  const all = [...fleetQuotas(config), ...networkQuotas(config), clusterQuota];
  return all.filter((need) => need.needed > 0 && isDeployed(need, parts) !== true);
}

/** Whether this need is already deployed. False for the fleet, whose own nodes are never counted as existing. */
function isDeployed({ of }: QuotaNeed, { deployed, network }: DeployedParts): Deployed {
  return { fleet: false, network, cluster: deployed }[of];
}

function fleetQuotas(config: Config): readonly QuotaNeed[] {
  const fargate = fargateVcpu(config);
  const { spot, onDemand } = instanceVcpu(config);
  const instead = "set a lower concurrent or cpu of the jobs";
  return [
    {
      name: "fargateVcpu",
      of: "fleet",
      needed: fargate.total,
      why: `vCPU of Fargate for the largest fleet (jobs ${fargate.jobs}, managers ${fargate.managers}, system ${fargate.system})`,
      instead,
    },
    {
      name: "spotVcpu",
      of: "fleet",
      needed: spot,
      why: "vCPU of Spot instances for the largest fleet",
      instead,
    },
    {
      name: "onDemandVcpu",
      of: "fleet",
      needed: onDemand,
      why: "vCPU of On-Demand instances for the largest fleet",
      instead,
    },
  ];
}

const clusterQuota: QuotaNeed = {
  name: "clusters",
  of: "cluster",
  needed: 1,
  why: "EKS clusters",
  instead: "delete a cluster that is no longer needed",
};

function networkQuotas({ network }: Config): readonly QuotaNeed[] {
  if (network.kind !== "created") return [];
  const zones = zoneTotal(network.zones);
  const gateways = { none: 0, single: 1, "per-zone": zones }[network.nat];
  return [
    {
      name: "vpcs",
      of: "network",
      needed: 1,
      why: "VPCs",
      instead: "set network.existing to use an existing VPC",
    },
    {
      name: "elasticIps",
      of: "network",
      needed: gateways,
      why: "Elastic IPs of NAT gateways",
      instead: "set network.nat: single",
    },
    {
      name: "natGateways",
      of: "network",
      needed: Math.min(1, gateways),
      why: "NAT gateways in a zone",
      instead: "set network.zones to other zones",
    },
  ];
}

async function quotaFinding(need: QuotaNeed, question: QuotaQuestion): Promise<Finding> {
  const { aws, config } = question;
  if (isAwsCallFailure(aws)) return unread(need, aws);
  const [limit, used] = await Promise.all([
    question.limits(need.name),
    quotaUsage(need.name, { aws, cluster: config.name, zones: natZones(question) }),
  ]);
  if (!limit.ok) return unread(need, limit.failure);
  return compared(need, limit.value, used, config.region);
}

function unread({ name, needed, why }: QuotaNeed, { reason }: AwsCallFailure): Finding {
  const { standard, name: official } = quotas[name];
  const what = `${why}: ${needed} needed; the quota "${official}" is not known: ${reason}. A new account has ${standard}`;
  return finding("unknown", `quota.${name}`, what, { source: docs(name) });
}

function compared(
  need: QuotaNeed,
  limit: number,
  used: AwsResult<number | undefined>,
  region: string,
): Finding {
  const { name, needed, why } = need;
  const id = `quota.${name}` as const;
  const exists = used.ok ? (used.value ?? 0) : 0;
  const existing = used.ok && used.value !== undefined ? `, ${used.value} already exist` : "";
  const what = `${why}: ${needed} needed${existing}; the quota is ${limit}`;
  if (exists + needed > limit)
    return finding("error", id, what, { fix: raise(need, exists + needed, region), source: docs(name) });
  return used.ok
    ? finding("ok", id, what, { source: docs(name) })
    : finding("unknown", id, `${what}; how much of it is used is not known: ${used.failure.reason}`, {
        source: docs(name),
      });
}

const docs = (name: QuotaName) => quotaPages[quotas[name].service];

function raise({ name, instead }: QuotaNeed, value: number, region: string): string {
  const { service, code, name: official } = quotas[name];
  const requested = Math.ceil(value);
  const page = `https://${region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas/${code}`;
  const command = `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${requested}`;
  return `request ${requested} or more of "${official}" with \`${command}\` or at ${page}; or ${instead}`;
}

/** Names of the zones in which a NAT gateway is created. */
function natZones({ config: { network, versions }, zones }: QuotaQuestion): readonly string[] {
  if (network.kind !== "created" || !zones.ok) return [];
  const chosen = chosenZones(network, zones.value, versions.set).map(({ name }) => name);
  return network.nat === "single" ? chosen.slice(0, 1) : chosen;
}

function otherFamilies(config: Config): readonly Finding[] {
  return instanceVcpu(config).otherFamilies.map((pool) =>
    finding(
      "unknown",
      `quota.pool.${pool}`,
      `node pool ${pool} allows instance families whose quotas are not checked`,
      { source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html" },
    ),
  );
}
