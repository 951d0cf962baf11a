/** AWS tags of every resource: the tags of the configuration, and those that name the owning cluster. */
import { ownerTags } from "../config/resource-names";
import type { Config } from "../config/config";

/** Tags for a resource in AWS. A tag of the user never replaces an owner tag. */
export function resourceTags({ name, tags, versions }: Config): Record<string, string> {
  return { ...tags, ...ownerTags(name, versions.set) };
}

/** How the published Karpenter node template finds subnets and security groups. */
export function discoveryTag(config: Config): Record<string, string> {
  return { "karpenter.sh/discovery": config.name };
}
