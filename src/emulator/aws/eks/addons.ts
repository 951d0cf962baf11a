/** Add-ons of the emulated EKS: created, described, updated and deleted like real ones, but nothing runs. */
import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { inUse, invalid, notFound, parse } from "./errors";
import type { Addon, Cluster, EksCall, EksHandler, EksStore } from "./model";
import { defaultAddonVersion } from "./offered-versions";
import { addonCreationSchema, addonSettingsSchema } from "./requests";
import { activeClusterOf, clusterOf, newResource, partOf, seconds, startDeletion, statusOf } from "./store";
import { startUpdate } from "./updates";

export const addonHandlers = {
  CreateAddon: (call) => {
    const { store } = call;
    const cluster = activeClusterOf(call);
    const { addonName: name, tags, ...settings } = parse(addonCreationSchema, call.body);
    if (cluster.addons.has(name)) throw inUse(cluster.name, "Addon already exists.");
    const addon: Addon = {
      ...newResource(store, partOf(cluster.name, "addon", name), tags),
      name,
      version: settings.addonVersion ?? defaultAddonVersion(name, cluster.version),
    };
    applySettings(addon, settings, cluster);
    cluster.addons.set(name, addon);
    return { addon: describe(store, cluster, addon) };
  },
  DescribeAddon: (call) => {
    const { cluster, addon } = addonOf(call);
    return { addon: describe(call.store, cluster, addon) };
  },
  ListAddons: (call) => ({ addons: [...clusterOf(call).addons.keys()].sort() }),
  UpdateAddon: (call) => {
    const { cluster, addon } = addonOf(call);
    const settings = parse(addonSettingsSchema, call.body);
    applySettings(addon, settings, cluster);
    addon.modifiedAt = call.store.now();
    return startUpdate(call.store, cluster.name, "AddonUpdate", {
      AddonVersion: settings.addonVersion,
      ServiceAccountRoleArn: settings.serviceAccountRoleArn,
      ConfigurationValues: settings.configurationValues,
      ResolveConflicts: settings.resolveConflicts,
    });
  },
  DeleteAddon: (call) => {
    const { cluster, addon } = addonOf(call);
    startDeletion(call.store, addon);
    return { addon: describe(call.store, cluster, addon) };
  },
} as const satisfies Record<string, EksHandler>;

function addonOf(call: EksCall): { cluster: Cluster; addon: Addon } {
  const cluster = clusterOf(call);
  const name = call.names.name ?? "";
  const addon = cluster.addons.get(name) ?? notFound(`No addon: ${name} found in cluster: ${cluster.name}`);
  return { cluster, addon };
}

/** As in EKS, an absent setting keeps its value and an empty text removes it. */
function applySettings(
  addon: Addon,
  settings: z.infer<typeof addonSettingsSchema>,
  { version }: Cluster,
): void {
  const { addonVersion = addon.version, configurationValues, serviceAccountRoleArn } = settings;
  // Only EKS knows which versions exist, so any version of the right form is accepted.
  if (!/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(addonVersion)) {
    throw invalid(
      `Addon version specified is not supported, AddonName: "${addon.name}", Version: "${addonVersion}", KubernetesVersion: "${version}"`,
    );
  }
  if (configurationValues !== undefined && configurationValues !== "" && !isObject(configurationValues)) {
    throw invalid("ConfigurationValue provided in request is not supported: it is not a JSON or YAML object");
  }
  addon.version = addonVersion;
  if (configurationValues !== undefined) addon.configurationValues = configurationValues;
  if (serviceAccountRoleArn !== undefined) addon.serviceAccountRoleArn = serviceAccountRoleArn;
}

function isObject(text: string): boolean {
  try {
    return z.record(z.string(), z.unknown()).safeParse(parseYaml(text)).success;
  } catch {
    return false;
  }
}

function describe(store: EksStore, { name: clusterName }: Cluster, addon: Addon): object {
  const { name, arn, version, createdAt, modifiedAt, tags } = addon;
  return {
    addonName: name,
    clusterName,
    status: statusOf(store, addon),
    addonVersion: version,
    addonArn: arn,
    createdAt: seconds(createdAt),
    modifiedAt: seconds(modifiedAt),
    health: { issues: [] },
    publisher: "eks",
    owner: "aws",
    podIdentityAssociations: [],
    tags,
    ...(addon.serviceAccountRoleArn && { serviceAccountRoleArn: addon.serviceAccountRoleArn }),
    ...(addon.configurationValues && { configurationValues: addon.configurationValues }),
  };
}
