/** Texts for a configuration that was read from a Terraform state: all of its resources already exist. */
import type { ConfigInput } from "../schema";
import type { Preset } from "./preset";
import { tutorial } from "./tutorial";

const exists = "The existing value. A change would replace the resource and everything in it.";

/** Purpose and reasons for a configuration that was read from a state. */
export function adopted(state: string, { runners = [] }: ConfigInput): Pick<Preset, "purpose" | "reasons"> {
  return {
    purpose: `The cluster that the Terraform state ${state} holds, so that a plan changes nothing but the password of ECR Public: adopt it, upgrade it to versions that AWS supports, or tear it down (docs/tutorial.md of glrunner).`,
    reasons: {
      ...tutorial.reasons,
      name: "The existing resources have it in their names. A change would create another cluster.",
      region: "The Region of the existing cluster.",
      tags: "Tags that the VPC and the cluster have in addition to the published ones.",
      "versions.kubernetes": "EKS upgrades one minor version at a time, and never downgrades.",
      network: "The existing VPC.",
      "network.cidr": exists,
      "network.zones": exists,
      "network.nat": "The existing value. You can change it.",
      "cluster.fargateProfiles":
        "The existing profiles. A change replaces a profile and starts its pods again.",
      "cluster.access": "Entries of aws-auth other than those of nodes and Fargate pods.",
      addons: "What the Blueprints add-ons module installed.",
      "addons.karpenter.enabled": "Whether Karpenter is installed.",
      runners: "Runners that are in the state. A runner that was installed with Helm alone is not in it.",
      ...Object.fromEntries(
        runners.map((_, index) => [
          `runners[${index}].token`,
          "The state does not contain a reference to the token. Export the token under this name, or set a reference to its place.",
        ]),
      ),
    },
  };
}
