/** Add-ons of the emulated EKS: asked for, described, changed and removed as the real ones, but nothing runs. */
import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { defaultAddonVersion } from "./addon-versions";
import type { Cluster } from "./clusters";
import {
  activeClusterOf,
  clusterOf,
  found,
  inUse,
  invalid,
  newThing,
  parse,
  partOf,
  remove,
  seconds,
  statusOf,
  tagsSchema,
  type EksCall,
  type EksHandler,
  type EksPlace,
  type Thing,
} from "./store";
import { startUpdate } from "./updates";

const podIdentitySchema = z.array(z.object({ serviceAccount: z.string(), roleArn: z.string() }));
const settingsSchema = z.object({
  addonVersion: z.string().optional(),
  serviceAccountRoleArn: z.string().optional(),
  configurationValues: z.string().optional(),
  resolveConflicts: z.enum(["OVERWRITE", "NONE", "PRESERVE"]).optional(),
  podIdentityAssociations: podIdentitySchema.optional(),
});
const creationSchema = settingsSchema.extend({
  addonName: z.string().min(1),
  resolveConflicts: z.enum(["OVERWRITE", "NONE"]).optional(),
  tags: tagsSchema.optional(),
});

export interface Addon extends Thing {
  readonly name: string;
  version: string;
  serviceAccountRoleArn?: string;
  configurationValues?: string;
}

export const addonHandlers = {
  CreateAddon: (call) => {
    const { place } = call;
    const cluster = activeClusterOf(call);
    const { addonName: name, tags, ...settings } = parse(creationSchema, call.body);
    if (cluster.addons.has(name)) throw inUse(cluster.name, "Addon already exists.");
    const addon: Addon = {
      ...newThing(place, partOf(cluster.name, "addon", name), tags),
      name,
      version: settings.addonVersion ?? defaultAddonVersion(name, cluster.version),
    };
    change(addon, settings, cluster);
    cluster.addons.set(name, addon);
    return { addon: describe(place, cluster, addon) };
  },
  DescribeAddon: (call) => {
    const { cluster, addon } = addonOf(call);
    return { addon: describe(call.place, cluster, addon) };
  },
  ListAddons: (call) => ({ addons: [...clusterOf(call).addons.keys()].sort() }),
  UpdateAddon: (call) => {
    const { cluster, addon } = addonOf(call);
    const settings = parse(settingsSchema, call.body);
    change(addon, settings, cluster);
    addon.modifiedAt = call.place.now();
    return startUpdate(call.place, cluster.name, "AddonUpdate", {
      AddonVersion: settings.addonVersion,
      ServiceAccountRoleArn: settings.serviceAccountRoleArn,
      ConfigurationValues: settings.configurationValues,
      ResolveConflicts: settings.resolveConflicts,
    });
  },
  DeleteAddon: (call) => {
    const { cluster, addon } = addonOf(call);
    remove(call.place, addon);
    return { addon: describe(call.place, cluster, addon) };
  },
} as const satisfies Record<string, EksHandler>;

function addonOf(call: EksCall): { cluster: Cluster; addon: Addon } {
  const cluster = clusterOf(call);
  const name = call.names.name ?? "";
  const addon = found(cluster.addons, name, `No addon: ${name} found in cluster: ${cluster.name}`);
  return { cluster, addon };
}

/** As EKS: what is not given stays, and an empty text takes away what was there. */
function change(addon: Addon, settings: z.infer<typeof settingsSchema>, { version }: Cluster): void {
  const { addonVersion = addon.version, configurationValues, serviceAccountRoleArn } = settings;
  // Which versions exist cannot be known here, so a pinned one is taken if it looks like one.
  if (!/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(addonVersion)) {
    throw invalid(
      `Addon version specified is not supported, AddonName: "${addon.name}", Version: "${addonVersion}", KubernetesVersion: "${version}"`,
    );
  }
  if (configurationValues !== undefined && configurationValues !== "" && !isObject(configurationValues)) {
    throw invalid("ConfigurationValue provided in request is not supported: it is no JSON or YAML object");
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

function describe(place: EksPlace, { name: clusterName }: Cluster, addon: Addon): object {
  const { name, arn, version, createdAt, modifiedAt, tags } = addon;
  return {
    addonName: name,
    clusterName,
    status: statusOf(place, addon),
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
