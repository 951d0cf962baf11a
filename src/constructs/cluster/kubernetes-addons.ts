/** The Blueprints add-ons module: Karpenter's controller, and the other configured add-ons. */
import { DataAwsEcrpublicAuthorizationToken } from "@cdktf/provider-aws/lib/data-aws-ecrpublic-authorization-token";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Release } from "@cdktf/provider-helm/lib/release";
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import {
  KubernetesAddons,
  type HelmAddonConfig,
  type KubernetesAddonsVariables,
} from "../../../modules/wrappers/kubernetes-addons";
import type { HclValue } from "../../../modules/wrappers/hcl-value";
import type { Config } from "../../config/config";
import { moduleRoleSettings } from "../role-settings";
import { mirrored } from "../../config/resolve/images";
import type { EksOutputs } from "../stage-outputs";
import { resourceTags } from "../tags";
import { yamlText } from "../yaml-text";
import { interruptionQueueName } from "../../config/resource-names";

interface KubernetesAddonsProps {
  /** Karpenter's own policy and definitions, in set `current` only. */
  readonly karpenter?: KarpenterProps;
  readonly dependsOn?: ITerraformDependable[];
}

interface KarpenterProps {
  readonly policy: IamPolicy;
  /** Installed before the controller, and upgraded before it. */
  readonly definitions: Release;
}

export function kubernetesAddons(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  props: KubernetesAddonsProps = {},
): KubernetesAddons {
  // The configuration has checked these against the module's recorded interface.
  const chosen = config.addons.blueprints as Partial<KubernetesAddonsVariables>;
  return new KubernetesAddons(
    stack,
    "eks_blueprints_kubernetes_addons",
    {
      ...chosen,
      ...roleSettings(config, chosen),
      eks_cluster_id: eks.cluster_name,
      eks_cluster_endpoint: eks.cluster_endpoint,
      eks_oidc_provider: eks.oidc_provider,
      eks_cluster_version: eks.cluster_version,
      // The module installs nothing before pods have a Fargate profile or a node to run on.
      data_plane_wait_arn: eks.data_plane_arns,
      ...(config.addons.karpenter.enabled && karpenter(stack, config, eks, props.karpenter)),
      tags: resourceTags(config),
    },
    { dependsOn: props.dependsOn },
  );
}

/**
 * Every add-on passes these inputs to the role of its service account, except `emr_on_eks`, which reads them from each of
 * its entries. Source: aws-ia/terraform-aws-eks-blueprints@v4.29.0 modules/kubernetes-addons, main.tf and locals.tf.
 */
function roleSettings(
  config: Config,
  { emr_on_eks_config: emr }: Partial<KubernetesAddonsVariables>,
): Partial<KubernetesAddonsVariables> {
  const { rolePath, permissionsBoundary } = config.iam;
  const ofModule = moduleRoleSettings(config);
  return {
    ...(rolePath !== undefined && { irsa_iam_role_path: rolePath }),
    ...(permissionsBoundary !== undefined && { irsa_iam_permissions_boundary: permissionsBoundary }),
    ...(emr !== undefined && {
      emr_on_eks_config: Object.fromEntries(
        Object.entries(emr).map(([name, jobs]) => [name, isMap(jobs) ? { ...ofModule, ...jobs } : jobs]),
      ),
    }),
  };
}

function isMap(value: HclValue): value is Readonly<Record<string, HclValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function karpenter(
  stack: TerraformStack,
  config: Config,
  eks: EksOutputs,
  props?: KarpenterProps,
): Partial<KubernetesAddonsVariables> {
  return {
    enable_karpenter: true,
    karpenter_helm_config: props === undefined ? publishedChart(stack) : currentChart(config, eks, props),
    karpenter_node_iam_instance_profile: eks.karpenter_instance_profile_name,
    karpenter_enable_spot_termination_handling: true,
    karpenter_irsa_policies: props && [props.policy.arn],
  };
}

/** As published: the chart is pulled with a token of ECR Public, which changes in every plan. */
function publishedChart(stack: TerraformStack): HelmAddonConfig {
  const virginia = new AwsProvider(stack, "virginia", { region: "us-east-1", alias: "virginia" });
  const token = new DataAwsEcrpublicAuthorizationToken(stack, "token", { provider: virginia });
  return { repository_username: token.userName, repository_password: token.password };
}

/** On Fargate, each replica gets 1 vCPU and 2 GB. Source: Karpenter's Fargate set-up script, v1.14.1 (2026-11). */
const controllerResources = { cpu: "1", memory: "1Gi" };

/** The chart sets tag and digest. Source: aws/karpenter-provider-aws charts/karpenter/values.yaml (2026-11). */
const controllerImage = "public.ecr.aws/karpenter/controller";

/**
 * Without NAT, Karpenter must not call AWS services that have no VPC endpoint, such as the price list.
 * Source: aws/karpenter-provider-aws charts/karpenter/values.yaml, `settings.isolatedVPC` (2026-11).
 */
function isIsolated({ network }: Config): boolean {
  return network.kind === "created" && network.nat === "none" && network.endpoints.length > 0;
}

/**
 * The module merges shallowly: `values` replace its own, so they must be complete. Reading the version from the release of
 * the definitions puts that release first. With `depends_on`, Terraform would read every data source of the module only at
 * apply.
 */
function currentChart(config: Config, eks: EksOutputs, { definitions }: KarpenterProps): HelmAddonConfig {
  const image = mirrored(controllerImage, config.images.mirrors);
  const values = {
    settings: {
      clusterName: config.name,
      clusterEndpoint: eks.cluster_endpoint,
      interruptionQueue: interruptionQueueName(config.name),
      ...(isIsolated(config) && { isolatedVPC: true }),
    },
    controller: {
      ...(image !== controllerImage && { image: { repository: image } }),
      resources: { requests: controllerResources, limits: controllerResources },
    },
  };
  return { version: definitions.version, values: [yamlText(values)] };
}
