/**
 * Every other input of the Blueprints add-ons module, typed from its recorded interface. Inputs that glrunner sets itself are
 * left out, so that each setting has one key.
 */
import * as z from "zod";
import recorded from "../../../modules/interfaces/kubernetes-addons.json";
import { helmConfigSchema } from "./helm-config";

/** Inputs that glrunner sets, with the configuration key to use instead. */
const ownInputs: ReadonlyMap<string, string> = new Map([
  ["eks_cluster_id", "name"],
  ["eks_cluster_endpoint", "name"],
  ["eks_oidc_provider", "name"],
  ["eks_cluster_version", "versions.kubernetes"],
  ["data_plane_wait_arn", "cluster.fargateProfiles"],
  ["enable_karpenter", "addons.karpenter.enabled"],
  ["karpenter_helm_config", "addons.karpenter and versions.karpenter"],
  ["karpenter_irsa_policies", "addons.karpenter"],
  ["karpenter_node_iam_instance_profile", "addons.karpenter"],
  ["karpenter_enable_spot_termination_handling", "addons.karpenter"],
  ["irsa_iam_permissions_boundary", "iam.permissionsBoundary"],
  ["irsa_iam_role_path", "iam.rolePath"],
  ["tags", "tags"],
]);

/** The key to use instead of a module input that glrunner sets itself. */
export function setByGlrunner(input: string): string | undefined {
  return ownInputs.get(input);
}

function variableSchema(name: string, type: string): z.ZodType {
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
      return name.endsWith("_helm_config") ? helmConfigSchema(name) : z.record(z.string(), z.json());
  }
}

const shape = Object.fromEntries(
  Object.entries(recorded.variables)
    .filter(([name]) => !ownInputs.has(name))
    .map(([name, variable]) => [name, variableSchema(name, variable.type).optional()]),
);

export const blueprintsSchema = z
  .strictObject(shape)
  .prefault({})
  .describe("Any other input of the pinned Blueprints add-ons module, under its own name.");
