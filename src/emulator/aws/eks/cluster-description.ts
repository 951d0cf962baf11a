/** A cluster as DescribeCluster returns it: the requested settings, and the defaults that EKS sets. */
import { createHash } from "node:crypto";
import type { Cluster, EksStore } from "./model";
import { seconds, statusOf } from "./store";

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export function describeCluster(store: EksStore, cluster: Cluster): object {
  const { name, arn, version, creation, settings, tags, createdAt } = cluster;
  const status = statusOf(store, cluster);
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
    identity: { oidc: { issuer: issuerOf(store, cluster) } },
    accessConfig: { authenticationMode: settings.accessConfig?.authenticationMode ?? "CONFIG_MAP" },
    upgradePolicy: { supportType: settings.upgradePolicy?.supportType ?? "EXTENDED" },
    deletionProtection: settings.deletionProtection ?? false,
    health: { issues: [] },
    ...{ encryptionConfig, zonalShiftConfig, computeConfig, storageConfig, remoteNetworkConfig },
    ...apiOf(store, status),
  };
}

/** A cluster has no API endpoint before it is ACTIVE. */
function apiOf({ endpoint }: EksStore, status: string): object {
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

/** Lists every log type as enabled or disabled. The last request about a type applies. */
function logging({ settings }: Cluster): object[] {
  const enabled = new Set<string>();
  for (const { types = [], enabled: isEnabled = false } of settings.logging?.clusterLogging ?? []) {
    for (const type of types) {
      if (isEnabled) enabled.add(type);
      else enabled.delete(type);
    }
  }
  return [true, false]
    .map((state) => ({ types: logTypes.filter((type) => enabled.has(type) === state), enabled: state }))
    .filter(({ types }) => types.length > 0);
}

/** Unique for each cluster, also for a later cluster of the same name. */
function issuerOf({ issuer }: EksStore, { arn, createdAt }: Cluster): string {
  const id = createHash("sha256").update(`${arn} ${createdAt}`).digest("hex").slice(0, 32).toUpperCase();
  return `${issuer.replace(/\/$/, "")}/id/${id}`;
}
