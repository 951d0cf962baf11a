/**
 * Stand-in for the Blueprints repository at its pinned tag: the add-ons module, which waits for the data plane like the
 * real one, and the modules that it calls. Every add-on creates its main resource, in most cases a Helm release.
 */
import { providerPins } from "../../../../modules/pins";
import { interfaces } from "../../../../modules/recorded-interface";
import { accountData } from "../expressions";
import { inFolder, standIn } from "../stand-in";
import { addonModules } from "./addon";
import { helmAddonModules } from "./helm-addon";
import { irsaModule } from "./irsa";
import { karpenterModule } from "./karpenter";
import { managedAddonCall, managedAddonModule, managedAddons } from "./managed-addons";
import { app2048Module, emrOnEksModule, fargateFluentbitModule, objectAddons } from "./objects";
import { releaseTable, type ReleaseRow } from "./release-table";

const recorded = interfaces["kubernetes-addons"];
const moduleOf = ({ addon, module }: ReleaseRow) => module ?? addon;

function releaseCall(row: ReleaseRow): object {
  const { addon, release, repository, version, namespace, serviceAccount, policies, condition } = row;
  const { description } = row;
  const config = `var.${row.helm ?? addon}_helm_config`;
  // Namespace and chart may default to the release's name, which `helm_config` can set.
  const name = namespace === undefined ? `\${try(${config}.name, "${release}")}` : release;
  return {
    source: serviceAccount === undefined ? "./addon" : "./addon-with-role",
    count: `\${${condition ?? `var.enable_${addon}`} ? 1 : 0}`,
    defaults: {
      name,
      chart: row.chart ?? name,
      ...(repository !== undefined && { repository }),
      ...(version !== undefined && { version }),
      ...(description !== undefined && { description }),
      namespace: namespace ?? name,
      ...(row.makesNamespace === "helm" && { create_namespace: true }),
    },
    helm_config: `\${${config}}`,
    creates_namespace: row.makesNamespace === "module",
    ...(serviceAccount !== undefined && {
      service_account: serviceAccount,
      service_account_values: row.accountValues ?? ["serviceAccount"],
    }),
    ...(policies !== undefined && { irsa_policies: `\${var.${policies}_irsa_policies}` }),
    ...(row.never === undefined && { manage_via_gitops: "${var.argocd_manage_add_ons}" }),
    addon_context: "${local.addon_context}",
  };
}

const karpenterCall = {
  source: "./karpenter",
  count: "${var.enable_karpenter ? 1 : 0}",
  helm_config: "${var.karpenter_helm_config}",
  irsa_policies: "${var.karpenter_irsa_policies}",
  node_iam_instance_profile: "${var.karpenter_node_iam_instance_profile}",
  enable_spot_termination: "${var.karpenter_enable_spot_termination_handling}",
  rule_name_prefix: "${var.karpenter_event_rule_name_prefix}",
  manage_via_gitops: "${var.argocd_manage_add_ons}",
  addon_context: "${local.addon_context}",
  sqs_queue_managed_sse_enabled: "${var.sqs_queue_managed_sse_enabled}",
  sqs_queue_kms_master_key_id: "${var.sqs_queue_kms_master_key_id}",
  sqs_queue_kms_data_key_reuse_period_seconds: "${var.sqs_queue_kms_data_key_reuse_period_seconds}",
};

const calls: Readonly<Record<string, object>> = {
  ...objectAddons,
  ...Object.fromEntries(releaseTable.map((row) => [moduleOf(row), releaseCall(row)])),
  ...Object.fromEntries(managedAddons.map((addon) => [addon.module, managedAddonCall(addon)])),
  karpenter: karpenterCall,
};

const cluster = "data.aws_eks_cluster.eks_cluster";

const locals = {
  eks_oidc_issuer_url: `\${var.eks_oidc_provider != null ? var.eks_oidc_provider : replace(${cluster}.identity[0].oidc[0].issuer, "https://", "")}`,
  eks_cluster_endpoint: `\${var.eks_cluster_endpoint != null ? var.eks_cluster_endpoint : ${cluster}.endpoint}`,
  eks_cluster_version: `\${var.eks_cluster_version != null ? var.eks_cluster_version : ${cluster}.version}`,
  addon_context: {
    aws_caller_identity_account_id: "${data.aws_caller_identity.current.account_id}",
    aws_eks_cluster_endpoint: "${local.eks_cluster_endpoint}",
    aws_partition_id: "${data.aws_partition.current.partition}",
    aws_region_name: "${data.aws_region.current.name}",
    eks_cluster_id: `\${${cluster}.id}`,
    eks_oidc_issuer_url: "${local.eks_oidc_issuer_url}",
    eks_oidc_provider_arn:
      "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:oidc-provider/${local.eks_oidc_issuer_url}",
    tags: "${var.tags}",
    irsa_iam_role_path: "${var.irsa_iam_role_path}",
    irsa_iam_permissions_boundary: "${var.irsa_iam_permissions_boundary}",
  },
};

const addons = standIn(recorded, {
  providers: {
    aws: providerPins.aws.source,
    time: providerPins.time.source,
    kubectl: providerPins.kubectl.source,
  },
  locals,
  data: {
    ...accountData,
    aws_region: { current: {} },
    // Read after the data plane is ready, so that everything depending on it waits too.
    aws_eks_cluster: { eks_cluster: { name: '${time_sleep.dataplane.triggers["eks_cluster_id"]}' } },
  },
  resource: {
    time_sleep: {
      dataplane: {
        create_duration: "10s",
        triggers: {
          data_plane_wait_arn: "${var.data_plane_wait_arn}",
          eks_cluster_id: "${var.eks_cluster_id}",
        },
      },
    },
  },
  module: calls,
  outputs: Object.fromEntries(
    Object.keys(calls)
      .filter((name) => recorded.outputs.includes(name))
      .map((name) => [
        name,
        name === "emr_on_eks" ? "${module.emr_on_eks}" : `\${try(module.${name}[0], null)}`,
      ]),
  ),
});

const inner = {
  ...addonModules,
  "app-2048": app2048Module,
  "emr-on-eks": emrOnEksModule,
  "fargate-fluentbit": fargateFluentbitModule,
  ...helmAddonModules,
  karpenter: karpenterModule,
  ...Object.fromEntries(managedAddons.map((addon) => [addon.folder, managedAddonModule(addon)])),
};

/** Path in the repository to content. */
export const blueprintsFiles: Readonly<Record<string, string>> = {
  ...inFolder("modules/irsa", irsaModule),
  ...inFolder("modules/kubernetes-addons", addons),
  ...Object.entries(inner).reduce(
    (files, [folder, module]) => ({ ...files, ...inFolder(`modules/kubernetes-addons/${folder}`, module) }),
    {},
  ),
};
