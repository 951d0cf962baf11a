/** The pinned eks module: control plane, Fargate profiles, managed node groups, EKS add-ons. */
import type { Construct } from "constructs";
import type { EksVariables } from "./eks-variables";
import type { EksOutput } from "../generated/eks-outputs";
import { modulePins } from "../pins";
import { TypedModule, type TypedModuleOptions } from "./typed-module";

export type * from "./eks-variables";

export class Eks extends TypedModule<EksVariables, EksOutput> {
  constructor(scope: Construct, id: string, variables: EksVariables, options?: TypedModuleOptions) {
    super(scope, id, modulePins.eks, variables, options);
  }

  get clusterName(): string {
    return this.string("cluster_name");
  }

  get clusterEndpoint(): string {
    return this.string("cluster_endpoint");
  }

  /** Base64. */
  get clusterCertificateAuthorityData(): string {
    return this.string("cluster_certificate_authority_data");
  }

  get clusterVersion(): string {
    return this.string("cluster_version");
  }

  /** Issuer without `https://`. */
  get oidcProvider(): string {
    return this.string("oidc_provider");
  }

  get oidcProviderArn(): string {
    return this.string("oidc_provider_arn");
  }

  get clusterPrimarySecurityGroupId(): string {
    return this.string("cluster_primary_security_group_id");
  }

  /**
   * ARNs of all Fargate profiles, joined as in the published example, and of all node groups if `nodeGroups` names any. A
   * resource that references it waits until pods can run.
   */
  dataPlaneArns(nodeGroups: readonly string[]): string {
    return this.expression((output) => {
      const profiles = `[for prof in ${output("fargate_profiles")} : prof.fargate_profile_arn]`;
      if (nodeGroups.length === 0) return `join(",", ${profiles})`;
      const groups = `[for group in ${output("eks_managed_node_groups")} : group.node_group_arn]`;
      return `join(",", concat(${profiles}, ${groups}))`;
    });
  }

  /** By key in `fargate_profiles`. */
  podExecutionRoleArns(profiles: readonly string[]): Record<string, string> {
    return this.attributeByKey("fargate_profiles", profiles, "fargate_profile_pod_execution_role_arn");
  }

  /** By key in `fargate_profiles`; only roles that the module created. */
  podExecutionRoleNames(profiles: readonly string[]): Record<string, string> {
    return this.attributeByKey("fargate_profiles", profiles, "iam_role_name");
  }

  /** By key in `eks_managed_node_groups`. */
  nodeGroupRoleArns(groups: readonly string[]): Record<string, string> {
    return this.attributeByKey("eks_managed_node_groups", groups, "iam_role_arn");
  }

  private attributeByKey(map: EksOutput, keys: readonly string[], attribute: string): Record<string, string> {
    const attributeOf = (key: string) =>
      this.expression((output) => `${output(map)}[${JSON.stringify(key)}].${attribute}`);
    return Object.fromEntries(keys.map((key) => [key, attributeOf(key)]));
  }
}
