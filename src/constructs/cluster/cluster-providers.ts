/** The AWS provider, and the providers that call the Kubernetes API, all with the same authentication. */
import { DataAwsEksClusterAuth } from "@cdktf/provider-aws/lib/data-aws-eks-cluster-auth";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, type TerraformStack } from "cdktf";
import { KubectlProvider } from "../../../modules/wrappers/kubectl";
import type { Config } from "../../config/config";
import type { EksOutputs } from "../stage-outputs";

export function useAws(stack: TerraformStack, config: Config): void {
  new AwsProvider(stack, "aws", { region: config.region });
}

type ClusterProvider = "kubernetes" | "helm" | "kubectl";

/** Configures the named providers for the cluster. */
export function useCluster(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  providers: readonly ClusterProvider[],
): void {
  const connection = {
    host: eks.cluster_endpoint,
    clusterCaCertificate: Fn.base64decode(eks.cluster_certificate_authority_data),
  };
  const { token, exec } = authentication(stack, config, eks);
  if (providers.includes("kubernetes")) {
    new KubernetesProvider(stack, "kubernetes", { ...connection, token, exec: exec && [exec] });
  }
  if (providers.includes("helm")) {
    new HelmProvider(stack, "helm", { kubernetes: { ...connection, token, exec } });
  }
  if (providers.includes("kubectl")) {
    new KubectlProvider(stack, "kubectl", {
      ...connection,
      token,
      exec,
      applyRetryCount: 10,
      loadConfigFile: false,
    });
  }
}

/**
 * `aws eks get-token` returns a new token whenever a provider needs one. A token from `aws_eks_cluster_auth` is read at plan
 * and expires after 15 minutes, during a long apply. Set `tutorial` keeps it, as published.
 */
function authentication(stack: TerraformStack, config: Config, eks: EksOutputs) {
  if (config.versions.set === "tutorial") {
    const auth = new DataAwsEksClusterAuth(stack, "this", { name: eks.cluster_name });
    return { token: auth.token, exec: undefined };
  }
  const args = ["eks", "get-token", "--region", config.region, "--cluster-name", eks.cluster_name];
  return {
    token: undefined,
    exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws", args },
  };
}
