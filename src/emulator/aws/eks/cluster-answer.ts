/** A cluster as EKS describes it: what was asked for, with the defaults that EKS fills in and tells back. */
import { createHash } from "node:crypto";
import type { Cluster } from "./clusters";
import { seconds, statusOf, type EksPlace } from "./store";

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export function describeCluster(place: EksPlace, cluster: Cluster): object {
  const { name, arn, version, creation, settings, tags, createdAt } = cluster;
  const status = statusOf(place, cluster);
  const { serviceIpv4Cidr = "172.20.0.0/16", ipFamily = "ipv4" } = creation.kubernetesNetworkConfig ?? {};
  const { encryptionConfig, roleArn } = creation;
  const { zonalShiftConfig, computeConfig, storageConfig, remoteNetworkConfig } = settings;
  return {
    name,
    arn,
    createdAt: seconds(createdAt),
    version,
    platformVersion: "eks.1",
    roleArn,
    status,
    tags,
    resourcesVpcConfig: network(cluster),
    kubernetesNetworkConfig: { serviceIpv4Cidr, ipFamily, elasticLoadBalancing: { enabled: false } },
    logging: { clusterLogging: logging(cluster) },
    identity: { oidc: { issuer: issuerOf(place, cluster) } },
    accessConfig: { authenticationMode: settings.accessConfig?.authenticationMode ?? "CONFIG_MAP" },
    upgradePolicy: { supportType: settings.upgradePolicy?.supportType ?? "EXTENDED" },
    deletionProtection: settings.deletionProtection ?? false,
    health: { issues: [] },
    ...{ encryptionConfig, zonalShiftConfig, computeConfig, storageConfig, remoteNetworkConfig },
    ...apiOf(place, status),
  };
}

/** A cluster has no API to be reached at before it is ACTIVE. */
function apiOf({ endpoint }: EksPlace, status: string): object {
  if (status === "CREATING") return { certificateAuthority: {} };
  const data = Buffer.from(endpoint.certificateAuthority).toString("base64");
  return { endpoint: endpoint.url, certificateAuthority: { data } };
}

function network({ settings, vpcId, securityGroupId }: Cluster): object {
  const { resourcesVpcConfig = {} } = settings;
  return {
    subnetIds: resourcesVpcConfig.subnetIds ?? [],
    securityGroupIds: resourcesVpcConfig.securityGroupIds ?? [],
    clusterSecurityGroupId: securityGroupId,
    vpcId,
    endpointPublicAccess: resourcesVpcConfig.endpointPublicAccess ?? true,
    endpointPrivateAccess: resourcesVpcConfig.endpointPrivateAccess ?? false,
    publicAccessCidrs: resourcesVpcConfig.publicAccessCidrs ?? ["0.0.0.0/0"],
  };
}

/** Every type is told of, either as enabled or as disabled; what was said last counts. */
function logging({ settings }: Cluster): object[] {
  const enabled = new Set<string>();
  for (const { types = [], enabled: isEnabled = false } of settings.logging?.clusterLogging ?? []) {
    for (const type of types) {
      if (isEnabled) enabled.add(type);
      else enabled.delete(type);
    }
  }
  return [true, false]
    .map((wanted) => ({ types: logTypes.filter((type) => enabled.has(type) === wanted), enabled: wanted }))
    .filter(({ types }) => types.length > 0);
}

/** Another one for each cluster, also for one of the same name that comes later. */
function issuerOf({ issuer }: EksPlace, { arn, createdAt }: Cluster): string {
  const id = createHash("sha256").update(`${arn} ${createdAt}`).digest("hex").slice(0, 32).toUpperCase();
  return `${issuer.replace(/\/$/, "")}/id/${id}`;
}
