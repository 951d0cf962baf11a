/**
 * Every other input of the Blueprints add-ons module, typed from its recorded interface. What glrunner itself
 * sets is left out, so that nothing can be said twice.
 */
import { z } from "zod";
import recorded from "../../../modules/interfaces/kubernetes-addons.json";

/** Set by glrunner from the rest of the configuration. */
const ours = new Set([
  "eks_cluster_id",
  "eks_cluster_endpoint",
  "eks_oidc_provider",
  "eks_cluster_version",
  "data_plane_wait_arn",
  "enable_karpenter",
  "karpenter_helm_config",
  "karpenter_irsa_policies",
  "karpenter_node_iam_instance_profile",
  "karpenter_enable_spot_termination_handling",
  "tags",
]);

function variableSchema(type: string): z.ZodType {
  switch (type) {
    case "bool":
      return z.boolean();
    case "string":
      return z.string();
    case "number":
      return z.number();
    case "list(string)":
      return z.array(z.string());
    case "map(string)":
      return z.record(z.string(), z.string());
    default:
      return z.record(z.string(), z.json());
  }
}

const shape = Object.fromEntries(
  Object.entries(recorded.variables)
    .filter(([name]) => !ours.has(name))
    .map(([name, variable]) => [name, variableSchema(variable.type).optional()]),
);

export const blueprintsSchema = z
  .strictObject(shape)
  .prefault({})
  .describe("Any other input of the Blueprints add-ons module v4.29.0, by its own name.");
