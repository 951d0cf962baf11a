/** AWS tags. Everything of a cluster carries its mark, so that a teardown can prove what is ours. */
import type { Config } from "../config/resolved";

/** Tag key whose value is the cluster's name, on everything that glrunner makes in version set `current`. */
export const ownerTag = "glrunner/cluster";

export function resourceTags(config: Config): Record<string, string> {
  const mark: Record<string, string> =
    config.versions.set === "tutorial"
      ? { Blueprint: config.name, GithubRepo: "github.com/aws-ia/terraform-aws-eks-blueprints" }
      : { [ownerTag]: config.name };
  return { ...config.tags, ...mark };
}

/** How the published Karpenter node template finds subnets and security groups. */
export function discoveryTag(config: Config): Record<string, string> {
  return { "karpenter.sh/discovery": config.name };
}
