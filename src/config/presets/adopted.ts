/** What is said of a configuration that was read from a state: all of it exists already. */
import type { ConfigInput } from "../schema";
import type { Preset } from "./preset";
import { tutorial } from "./tutorial";

const exists = "The existing value; another one would replace the resource and everything in it.";

export function adopted(state: string, { runners = [] }: ConfigInput): Pick<Preset, "purpose" | "reasons"> {
  return {
    purpose: `The cluster that the Terraform state ${state} holds, so that a plan changes nothing but the password of ECR Public: adopt it, take it to versions that AWS supports, or tear it down (docs/tutorial.md of glrunner).`,
    reasons: {
      ...tutorial.reasons,
      name: "The existing resources have it in their names: another name makes another cluster.",
      region: "The Region of the existing cluster.",
      tags: "Tags that the VPC and the cluster have in addition to the published ones.",
      "versions.kubernetes": "EKS upgrades one minor version at a time, and never downgrades.",
      network: "The existing VPC.",
      "network.cidr": exists,
      "network.zones": exists,
      "network.nat": "The existing value; you can change it.",
      "cluster.fargateProfiles":
        "The existing profiles. A change replaces a profile and starts its pods again.",
      "cluster.access": "Entries of aws-auth other than those of nodes and Fargate pods.",
      addons: "What the Blueprints add-ons module installed.",
      "addons.karpenter.enabled": "Whether Karpenter is installed.",
      runners: "Runners that are in the state. A runner that was installed with Helm alone is not in it.",
      ...Object.fromEntries(
        runners.map((_, index) => [
          `runners[${index}].token`,
          "The state does not hold the place of the token: export the token under this name, or set the place where it is kept.",
        ]),
      ),
    },
  };
}
