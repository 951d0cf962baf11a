/** The AWS provider, and the providers that talk to Kubernetes, all authenticated in the set's one way. */
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
 * A token from `aws_eks_cluster_auth` is read at plan and lives 15 minutes, less than a long apply; set
 * `tutorial` keeps it for fidelity. `aws eks get-token` makes a new one whenever it is needed.
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
