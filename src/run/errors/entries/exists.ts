/** The resource already exists: an interrupted run created it, or a destroyed cluster left it behind. */
import { adopt, stop, type CatalogueEntry } from "../entry";

const fix =
  "It is imported when this configuration owns its name; otherwise delete it, or choose another name and another place for the state.";
const fixAdopted =
  "It is imported when this configuration owns its name; otherwise set `state` to the place of the state that holds it, or delete it. Keep the cluster's name.";
const during = ["apply"] as const;

export const existsErrors: readonly CatalogueEntry[] = [
  {
    id: "cluster-exists",
    matches: ["ResourceInUseException", "Cluster already exists with name"],
    stages: ["eks"],
    during,
    cause: "A cluster of this name exists, but the state does not know it: an apply was interrupted.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1262",
    example: `Error: creating EKS Cluster (glrunner): operation error EKS: CreateCluster, https response error StatusCode: 409, RequestID: 0a1b2c3d, ResourceInUseException: Cluster already exists with name: glrunner`,
  },
  {
    id: "addon-exists",
    matches: ["ResourceInUseException", "Addon already exists"],
    stages: ["eks", "addons"],
    during,
    cause: "The EKS add-on is installed, but the state does not know it: an apply was interrupted.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://github.com/wandb/terraform-aws-wandb/pull/230",
    example: `Error: creating EKS Add-On (glrunner:vpc-cni): operation error EKS: CreateAddon, https response error StatusCode: 409, RequestID: 0a1b2c3d, ResourceInUseException: Addon already exists.`,
  },
  {
    id: "fargate-profile-exists",
    matches: ["ResourceInUseException", /Fargate Profile already exists/i],
    stages: ["eks", "addons"],
    during,
    cause: "The Fargate profile exists, but the state does not know it: an apply was interrupted.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateFargateProfile.html",
    example: `Error: creating EKS Fargate Profile (glrunner:kube-system): operation error EKS: CreateFargateProfile, https response error StatusCode: 409, RequestID: 0a1b2c3d, ResourceInUseException: A Fargate Profile already exists with this name in this cluster.`,
  },
  {
    id: "log-group-exists",
    matches: ["ResourceAlreadyExistsException", "log group already exists"],
    stages: ["vpc", "eks", "addons"],
    during,
    cause:
      "EKS writes its last logs after the log group is deleted, and so creates it again: it remained after the cluster was destroyed.",
    action: adopt,
    fix: "It is imported. To begin without the old logs: `glrunner sweep` after a destroy.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2486",
    example: `Error: creating CloudWatch Logs Log Group (/aws/eks/glrunner/cluster): operation error CloudWatch Logs: CreateLogGroup, https response error StatusCode: 400, RequestID: 0a1b2c3d, ResourceAlreadyExistsException: The specified log group already exists`,
  },
  {
    id: "iam-exists",
    matches: [/\bEntityAlreadyExists(Exception)?\b/],
    stages: ["eks", "addons", "runners"],
    during,
    cause: "A role, policy, instance profile or OIDC provider of this name exists, but not in the state.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/363",
    example: `Error: creating IAM Role (glrunner-karpenter): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: 0a1b2c3d, EntityAlreadyExists: Role with name glrunner-karpenter already exists.`,
  },
  {
    id: "aws-object-exists",
    matches: [
      /\bAlreadyExistsException: An alias with the name\b|\bInvalidGroup\.Duplicate\b|\bInvalidLaunchTemplateName\.AlreadyExistsException\b|\bQueueAlreadyExists\b/,
    ],
    stages: "all",
    during,
    cause: "A key alias, security group, launch template or queue of this name exists, but not in the state.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2346",
    example: `Error: creating KMS Alias (alias/eks/glrunner): operation error KMS: CreateAlias, https response error StatusCode: 400, RequestID: 0a1b2c3d, AlreadyExistsException: An alias with the name arn:aws:kms:eu-west-1:123456789012:alias/eks/glrunner already exists`,
  },
  {
    id: "release-exists",
    matches: ["cannot re-use a name that is still in use"],
    stages: ["addons", "runners"],
    during,
    cause: "A Helm release of this name is in the cluster, but not in the state: an apply was interrupted.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://github.com/hashicorp/terraform-provider-helm/issues/425",
    example: `Error: cannot re-use a name that is still in use

  with helm_release.release_fargate,
  on cdk.tf.json line 12, in resource.helm_release.release_fargate:`,
  },
  {
    id: "kubernetes-object-exists",
    matches: [/^[a-z][a-z0-9.-]* "[^"]+" already exists/],
    stages: ["eks", "addons", "runners"],
    during,
    cause: "A Kubernetes object of this name is in the cluster, but not in the state.",
    action: adopt,
    fix,
    fixAdopted,
    link: "https://github.com/hashicorp-education/learn-terraform-provision-eks-cluster/issues/2",
    example: `Error: namespaces "gitlab-runner" already exists

  with kubernetes_namespace_v1.gitlab-runner,
  on cdk.tf.json line 12, in resource.kubernetes_namespace_v1.gitlab-runner:`,
  },
  {
    id: "object-of-another-release",
    matches: ["cannot be imported into the current release"],
    stages: ["addons", "runners"],
    cause: "An object of the chart already exists and belongs to another release, or to none.",
    action: stop,
    fix: "Remove the object that the error names, or the other release; then run `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform-provider-helm/issues/907",
    example: `Error: rendered manifests contain a resource that already exists. Unable to continue with install: Service "game-app-service" in namespace "ns-fargate-app" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "game-app-ingress": current value is "game-app"`,
  },
];
