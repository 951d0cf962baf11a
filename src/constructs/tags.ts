/** AWS tags: those that the configuration asks for, and the mark of whose a thing is. */
import { ownerTags } from "../config/resource-names";
import type { Config } from "../config/config";

export function resourceTags({ name, tags, versions }: Config): Record<string, string> {
  return { ...tags, ...ownerTags(name, versions.set) };
}

/** How the published Karpenter node template finds subnets and security groups. */
export function discoveryTag(config: Config): Record<string, string> {
  return { "karpenter.sh/discovery": config.name };
}
