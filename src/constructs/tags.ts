/** AWS tags: the tags of the configuration, and the tags that name the owning cluster. */
import { ownerTags } from "../config/resource-names";
import type { Config } from "../config/config";

/** Tags of every AWS resource. A tag of the user never replaces an owner tag. */
export function resourceTags({ name, tags, versions }: Config): Record<string, string> {
  return { ...tags, ...ownerTags(name, versions.set) };
}

/** By this tag the published Karpenter node template finds subnets and security groups. */
export function discoveryTag(config: Config): Record<string, string> {
  return { "karpenter.sh/discovery": config.name };
}
