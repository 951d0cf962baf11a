/**
 * The add-ons of the Blueprints that EKS manages, some of which can be a Helm release instead. Each has its own module,
 * because the name of its resource is part of its address.
 */
import { providerPins } from "../../../../modules/pins";
import { innerModule } from "../stand-in";
import { roleBlocks, type AddonRole } from "./addon-role";
import { ebsCsiPolicy } from "./ebs-csi-policy";
import { releaseOutputs } from "./helm-addon";

interface ManagedAddon {
  /** `enable_<managed>` enables it, `<managed>_config` has its settings. */
  readonly managed: string;
  readonly module: string;
  readonly folder: string;
  readonly resource: string;
  /** Its name in EKS. */
  readonly name: string;
  /** The same add-on from a chart, which `enable_<helm>` enables and `<helm>_helm_config` configures. */
  readonly self?: { readonly helm: string; readonly defaults: Readonly<Record<string, unknown>> };
  /** Role of its service account, unless its settings name one. @default none */
  readonly role?: AddonRole;
  /** Whether another chart scales it with the size of the cluster. */
  readonly scaled?: true;
}

/** Source: as release-table.ts; folders aws-vpc-cni to opentelemetry-operator. */
export const managedAddons: readonly ManagedAddon[] = [
  {
    managed: "amazon_eks_vpc_cni",
    module: "aws_vpc_cni",
    folder: "aws-vpc-cni",
    resource: "vpc_cni",
    name: "vpc-cni",
    role: {
      serviceAccount: "aws-node",
      policies: ["arn:${var.addon_context.aws_partition_id}:iam::aws:policy/AmazonEKS_CNI_Policy"],
    },
  },
  {
    managed: "amazon_eks_kube_proxy",
    module: "aws_kube_proxy",
    folder: "aws-kube-proxy",
    resource: "kube_proxy",
    name: "kube-proxy",
  },
  {
    managed: "amazon_eks_coredns",
    module: "aws_coredns",
    folder: "aws-coredns",
    resource: "coredns",
    name: "coredns",
    scaled: true,
    self: {
      helm: "self_managed_coredns",
      defaults: {
        name: "coredns",
        chart: "coredns",
        repository: "https://coredns.github.io/helm",
        namespace: "kube-system",
      },
    },
  },
  {
    managed: "amazon_eks_aws_ebs_csi_driver",
    module: "aws_ebs_csi_driver",
    folder: "aws-ebs-csi-driver",
    resource: "aws_ebs_csi_driver",
    name: "aws-ebs-csi-driver",
    role: {
      serviceAccount: "ebs-csi-controller-sa",
      policy: {
        resource: "aws_ebs_csi_driver",
        name: "aws-ebs-csi-driver-irsa",
        description: "IAM Policy for AWS EBS CSI Driver",
        statement: ebsCsiPolicy,
      },
    },
    self: {
      helm: "self_managed_aws_ebs_csi_driver",
      defaults: {
        name: "aws-ebs-csi-driver",
        chart: "aws-ebs-csi-driver",
        repository: "https://kubernetes-sigs.github.io/aws-ebs-csi-driver",
        version: "2.12.1",
        namespace: "kube-system",
      },
    },
  },
  {
    managed: "amazon_eks_adot",
    module: "opentelemetry_operator",
    folder: "opentelemetry-operator",
    resource: "adot",
    name: "adot",
    self: {
      helm: "opentelemetry_operator",
      defaults: {
        name: "opentelemetry",
        chart: "opentelemetry-operator",
        repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
        version: "0.16.0",
        namespace: "opentelemetry-operator-system",
        create_namespace: true,
      },
    },
  },
];

const scalerDefaults = {
  name: "cluster-proportional-autoscaler",
  chart: "cluster-proportional-autoscaler",
  repository: "https://kubernetes-sigs.github.io/cluster-proportional-autoscaler",
  version: "1.0.1",
  namespace: "kube-system",
};

function release(count: string, config: string) {
  return {
    source: "../helm-release",
    count: `\${${count} ? 1 : 0}`,
    helm_config: config,
    addon_context: "${var.addon_context}",
  };
}

const config = (setting: string, fallback: string) => `\${try(var.addon_config.${setting}, ${fallback})}`;

function eksAddon(name: string, hasRole: boolean) {
  const givenRole = "try(var.addon_config.service_account_role_arn, null)";
  return {
    count: "${var.enable_managed ? 1 : 0}",
    cluster_name: "${var.addon_context.eks_cluster_id}",
    addon_name: name,
    addon_version: config("addon_version", "data.aws_eks_addon_version.this[0].version"),
    resolve_conflicts: config("resolve_conflicts", '"OVERWRITE"'),
    service_account_role_arn: hasRole
      ? `\${local.create_irsa ? module.irsa_addon[0].irsa_iam_role_arn : ${givenRole}}`
      : `\${${givenRole}}`,
    preserve: config("preserve", "true"),
    configuration_values: config("configuration_values", "null"),
    tags: "${merge(var.addon_context.tags, try(var.addon_config.tags, {}))}",
  };
}

export function managedAddonModule({ resource, name, role, self, scaled }: ManagedAddon) {
  const ownRole = role && roleBlocks(role);
  return innerModule(
    {
      enable_managed: { type: "bool", default: false },
      enable_self_managed: { type: "bool", default: false },
      enable_scaler: { type: "bool", default: false },
      addon_config: { type: "any", default: {} },
      helm_config: { type: "any", default: {} },
      scaler_helm_config: { type: "any", default: {} },
      addon_context: { type: "any" },
    },
    {
      providers: { aws: providerPins.aws.source },
      locals: {
        helm_config: `\${merge(${JSON.stringify(self?.defaults ?? {})}, var.helm_config)}`,
        scaler: `\${merge(${JSON.stringify(scalerDefaults)}, var.scaler_helm_config)}`,
        create_irsa: `\${var.enable_managed && ${role === undefined ? "false" : 'try(var.addon_config.service_account_role_arn == "", true)'}}`,
      },
      data: {
        ...ownRole?.data,
        aws_eks_addon_version: {
          this: {
            count: "${var.enable_managed ? 1 : 0}",
            addon_name: name,
            kubernetes_version: "${var.addon_config.kubernetes_version}",
            most_recent: config("most_recent", "false"),
          },
        },
      },
      resource: {
        ...ownRole?.resource,
        aws_eks_addon: { [resource]: eksAddon(name, ownRole !== undefined) },
      },
      module: {
        ...ownRole?.module,
        ...(self && {
          helm_addon: release("var.enable_self_managed", "${local.helm_config}"),
        }),
        ...(scaled && {
          cluster_proportional_autoscaler: release("var.enable_scaler", "${local.scaler}"),
        }),
      },
      outputs: self ? releaseOutputs("module.helm_addon[0]", false) : {},
    },
  );
}

/** The call from the add-ons module. */
export function managedAddonCall({ managed, folder, self, scaled }: ManagedAddon) {
  const enabled = [`var.enable_${managed}`, ...(self ? [`var.enable_${self.helm}`] : [])].join(" || ");
  return {
    source: `./${folder}`,
    count: `\${${enabled} ? 1 : 0}`,
    enable_managed: `\${var.enable_${managed}}`,
    addon_config: `\${merge({ kubernetes_version = local.eks_cluster_version }, var.${managed}_config)}`,
    ...(self && {
      enable_self_managed: `\${var.enable_${self.helm}}`,
      helm_config: `\${var.${self.helm}_helm_config}`,
    }),
    ...(scaled && {
      enable_scaler: "${var.enable_coredns_cluster_proportional_autoscaler}",
      scaler_helm_config: "${var.coredns_cluster_proportional_autoscaler_helm_config}",
    }),
    addon_context: "${local.addon_context}",
  };
}
