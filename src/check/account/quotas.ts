/** Quotas of the account against what exists and what the configuration adds to it. */
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import type { Config } from "../../config";
import { zoneTotal } from "../../config/resolve/network";
import {
  ask,
  clientSettings,
  isFailure,
  type Answer,
  type AwsQuestion,
  type Failure,
} from "../../clients/aws/aws-client";
import { findingsOf, unknownIfUndeployed, type Finding } from "../finding";
import { fargateVcpu, instanceVcpu } from "../../fleet/capacity/resource-demand";
import type { Deployed } from "../options";
import { quotaPages, quotas, type Quota, type QuotaName } from "../../facts/quotas";
import { quotaUsage } from "./quota-usage";
import { chosenZones, type Zone } from "./zones";

const finding = findingsOf("account");

/** What the configuration takes of one quota. */
interface QuotaNeed {
  readonly name: QuotaName;
  readonly of: "fleet" | "network" | "cluster";
  readonly needed: number;
  /** What for. */
  readonly why: string;
  /** What else would help. */
  readonly instead: string;
}

interface QuotaQuestion {
  readonly config: Config;
  readonly aws: AwsQuestion | Failure;
  readonly deployed: Deployed;
  readonly network: Deployed;
  readonly zones: Answer<readonly Zone[]>;
}

export async function quotaFindings(question: QuotaQuestion): Promise<readonly Finding[]> {
  const needs = quotaNeeds(question.config, question);
  const found = await Promise.all(
    needs.map(async (need) =>
      unknownIfUndeployed(await oneQuota(need, question), isDeployed(need, question)),
    ),
  );
  return [...found, ...otherFamilies(question.config)];
}

type DeployedParts = Pick<QuotaQuestion, "deployed" | "network">;

/** Of a cluster that is there, its network and itself are counted among what exists. */
export function quotaNeeds(config: Config, there: DeployedParts): readonly QuotaNeed[] {
  const all = [...fleetQuotas(config), ...networkQuotas(config), clusterQuota];
  return all.filter((need) => need.needed > 0 && isDeployed(need, there) !== true);
}

/** Whether what is needed is there already. How much of a fleet is, nobody knows: its own is never counted. */
function isDeployed({ of }: QuotaNeed, { deployed, network }: DeployedParts): Deployed {
  return { fleet: false, network, cluster: deployed }[of];
}

function fleetQuotas(config: Config): readonly QuotaNeed[] {
  const fargate = fargateVcpu(config);
  const { spot, onDemand } = instanceVcpu(config);
  const instead = "lower concurrent or the jobs' cpu";
  return [
    {
      name: "fargateVcpu",
      of: "fleet",
      needed: fargate.total,
      why: `vCPU of Fargate at the fleet's largest (jobs ${fargate.jobs}, managers ${fargate.managers}, system ${fargate.system})`,
      instead,
    },
    {
      name: "spotVcpu",
      of: "fleet",
      needed: spot,
      why: "vCPU of Spot instances at the fleet's largest",
      instead,
    },
    {
      name: "onDemandVcpu",
      of: "fleet",
      needed: onDemand,
      why: "vCPU of instances at the fleet's largest",
      instead,
    },
  ];
}

const clusterQuota: QuotaNeed = {
  name: "clusters",
  of: "cluster",
  needed: 1,
  why: "EKS clusters",
  instead: "delete one that is not needed",
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
      instead: "use one that is there with network.existing",
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
      instead: "use other zones with network.zones",
    },
  ];
}

async function oneQuota(need: QuotaNeed, question: QuotaQuestion): Promise<Finding> {
  const { aws, config } = question;
  const quota = quotas[need.name];
  if (isFailure(aws)) return unread(need, aws);
  const [limit, used] = await Promise.all([
    readLimit(aws, quota),
    quotaUsage(need.name, { aws, cluster: config.name, zones: natZones(question) }),
  ]);
  if (!limit.ok) return unread(need, limit.failure);
  return compared(need, limit.value, used, config.region);
}

function unread({ name, needed, why }: QuotaNeed, { reason }: Failure): Finding {
  const { standard, name: official } = quotas[name];
  const what = `${why}: ${needed}; the quota "${official}" is not known: ${reason}. A new account has ${standard}`;
  return finding("unknown", `quota.${name}`, what, { source: docs(name) });
}

function compared(need: QuotaNeed, limit: number, used: Answer<number | undefined>, region: string): Finding {
  const { name, needed, why } = need;
  const id = `quota.${name}`;
  const exists = used.ok ? (used.value ?? 0) : 0;
  const beside = used.ok && used.value !== undefined ? `, beside ${used.value} that exist` : "";
  const what = `${why}: ${needed}${beside}; the quota is ${limit}`;
  if (exists + needed > limit)
    return finding("error", id, what, { fix: raise(need, exists + needed, region), source: docs(name) });
  return used.ok
    ? finding("ok", id, what, { source: docs(name) })
    : finding("unknown", id, `${what}; how much is used is not known: ${used.failure.reason}`, {
        source: docs(name),
      });
}

const docs = (name: QuotaName) => quotaPages[quotas[name].service];

function raise({ name, instead }: QuotaNeed, value: number, region: string): string {
  const { service, code, name: official } = quotas[name];
  const wanted = Math.ceil(value);
  const page = `https://${region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas/${code}`;
  const command = `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${wanted}`;
  return `ask AWS to raise "${official}" to ${wanted} or more, at ${page} or with \`${command}\`; or ${instead}`;
}

/** A quota that was never changed may only be known by its default. */
async function readLimit(aws: AwsQuestion, { service, code }: Quota): Promise<Answer<number>> {
  const client = new ServiceQuotasClient(clientSettings(aws));
  const input = { ServiceCode: service, QuotaCode: code };
  const applied = await ask(aws, "servicequotas:GetServiceQuota", (options) =>
    client.send(new GetServiceQuotaCommand(input), options),
  );
  if (applied.ok) return valueOf(applied.value.Quota?.Value);
  if (applied.failure.trouble !== "missing") return applied;
  const standard = await ask(aws, "servicequotas:GetAWSDefaultServiceQuota", (options) =>
    client.send(new GetAWSDefaultServiceQuotaCommand(input), options),
  );
  return standard.ok ? valueOf(standard.value.Quota?.Value) : standard;
}

function valueOf(value: number | undefined): Answer<number> {
  return value === undefined
    ? { ok: false, failure: { trouble: "other", reason: "AWS told no number", code: "" } }
    : { ok: true, value };
}

/** Names of the zones that get a NAT gateway. */
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
      `node pool ${pool} may have instances whose quotas are not looked at here`,
      { source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html" },
    ),
  );
}
