/** What is said of a configuration that was read from a state: all of it exists already. */
import type { ConfigInput } from "../schema";
import type { Preset } from "./preset";
import { tutorial } from "./tutorial";

const exists = "As it is; another would replace it, and all that is in it.";

export function adopted(state: string, { runners = [] }: ConfigInput): Pick<Preset, "purpose" | "reasons"> {
  return {
    purpose: `The cluster that the Terraform state ${state} holds, so that a plan changes nothing but the password of ECR Public: adopt it, take it to versions that AWS supports, or tear it down (docs/tutorial.md of glrunner).`,
    reasons: {
      ...tutorial.reasons,
      name: "It is in the names of what exists: another makes another cluster.",
      region: "Where it is.",
      tags: "Those that the VPC and the cluster have beside the published ones.",
      "versions.kubernetes": "EKS upgrades one minor at a time, and never goes back.",
      network: "The VPC as it is.",
      "network.cidr": exists,
      "network.zones": exists,
      "network.nat": "As it is; it can be changed.",
      "cluster.fargateProfiles": "As they are; a change replaces a profile, and its pods are started anew.",
      "cluster.access": "Who is in aws-auth beside the nodes and the Fargate pods.",
      addons: "What the Blueprints add-ons module installed.",
      "addons.karpenter.enabled": "Whether it is there.",
      runners: "Those that are in the state; what was installed with Helm alone is not.",
      ...Object.fromEntries(
        runners.map((_, index) => [
          `runners[${index}].token`,
          "No state says where it is: export it under this name, or name the place where it is kept.",
        ]),
      ),
    },
  };
}
