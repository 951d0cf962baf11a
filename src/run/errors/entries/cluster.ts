/** EKS itself: the cluster, its Fargate profiles and its add-ons. */
import { retry, stop, type CatalogueEntry } from "../entry";

export const clusterErrors: readonly CatalogueEntry[] = [
  {
    id: "fargate-profile-busy",
    matches: ["ResourceInUseException", /currently has Fargate profile \S+ in status (CREATING|DELETING)/i],
    stages: ["eks", "addons"],
    cause:
      "EKS creates and deletes the Fargate profiles of a cluster one at a time, and is still working on another profile.",
    action: retry(
      10,
      60,
      "A profile takes one to five minutes; the provider waits ten minutes for one profile.",
    ),
    fix: "If it persists: find the profile whose status stays CREATING or DELETING (`aws eks list-fargate-profiles`, `aws eks describe-fargate-profile`), delete it, then run `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform-provider-aws/issues/13372",
    example: `Error: creating EKS Fargate Profile (glrunner:karpenter): operation error EKS: CreateFargateProfile, https response error StatusCode: 409, RequestID: 0a1b2c3d, ResourceInUseException: Cannot create Fargate Profile karpenter because cluster glrunner currently has Fargate profile kube-system in status CREATING`,
  },
  {
    id: "kubernetes-version-unsupported",
    matches: ["InvalidParameterException", "unsupported Kubernetes version"],
    stages: ["eks"],
    cause: "EKS no longer creates clusters of this version, or does not support it yet.",
    action: stop,
    fix: "Set a version that EKS supports (`glrunner versions` lists them), then run `glrunner deploy`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    example: `Error: creating EKS Cluster (glrunner): operation error EKS: CreateCluster, https response error StatusCode: 400, RequestID: 0a1b2c3d, InvalidParameterException: unsupported Kubernetes version 1.24`,
  },
  {
    id: "subnets-one-zone",
    matches: ["InvalidParameterException", /must be in at least two different AZs/i],
    stages: ["eks"],
    cause: "All subnets of the cluster are in one Availability Zone, and EKS requires two.",
    action: stop,
    fix: "Set subnets of two zones in `network.existing`. Run `glrunner check`, which checks them, then `glrunner deploy`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    example: `Error: creating EKS Cluster (glrunner): operation error EKS: CreateCluster, https response error StatusCode: 400, RequestID: 0a1b2c3d, InvalidParameterException: Subnets specified must be in at least two different AZs`,
  },
  {
    id: "fargate-subnet-public",
    matches: [/provided in Fargate Profile is not a private subnet/i],
    stages: ["eks", "addons"],
    cause:
      "The route table of this subnet has a route to an internet gateway. Fargate runs pods in private subnets only.",
    action: stop,
    fix: "Set private subnets in `network.existing`: their default route points to a NAT gateway. Run `glrunner check`, which checks them, then `glrunner deploy`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html",
    example: `Error: creating EKS Fargate Profile (glrunner:kube-system): operation error EKS: CreateFargateProfile, https response error StatusCode: 400, RequestID: 0a1b2c3d, InvalidParameterException: Subnet subnet-0ab49c01946ecc462 provided in Fargate Profile is not a private subnet`,
  },
  {
    id: "nodes-not-joined",
    matches: ["NodeCreationFailure"],
    stages: ["eks"],
    cause:
      "The nodes started but cannot reach the cluster: usually the private subnets have neither a route to the internet nor VPC endpoints, or DNS hostnames or DNS support of the VPC is disabled.",
    action: stop,
    fix: "Run `glrunner check`, which checks the routes and the DNS settings of an existing VPC. Fix the problems that it reports, then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#worker-node-fail",
    example: `Error: waiting for EKS Node Group (glrunner:system) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: i-06a4b4afc9e7a76b0: NodeCreationFailure: Instances failed to join the kubernetes cluster`,
  },
  {
    id: "addon-conflict",
    matches: [/EKS Add-?On \(/i, "ConfigurationConflict"],
    stages: ["eks", "addons"],
    cause: "Another user or program changed settings in the cluster that the add-on manages.",
    action: stop,
    fix: "Undo the changes of the fields that the error lists, then run `glrunner resume`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2829",
    example: `Error: waiting for EKS Add-On (glrunner:vpc-cni) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: : ConfigurationConflict: Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:
ServiceAccount aws-node - .metadata.labels.app.kubernetes.io/version`,
  },
  {
    id: "coredns-not-active",
    matches: [
      /EKS Add-?On \([^)]*:coredns\)/i,
      /unexpected state 'DEGRADED'|timeout while waiting for state/,
    ],
    stages: ["eks", "addons"],
    cause:
      "No Fargate profile matched the CoreDNS pods in time: none exists for kube-system yet, or the add-on's `computeType` is not exactly `Fargate`.",
    action: retry(
      1,
      60,
      "Terraform waits 20 minutes for an add-on and then creates it again; once the profile exists, the second attempt succeeds.",
    ),
    fix: "If it persists: `kubectl -n kube-system describe pods -l k8s-app=kube-dns` shows why no pod is scheduled. Usually the subnets have no route to the internet. Fix the cause, then run `glrunner resume`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2069",
    example: `Error: waiting for EKS Add-On (glrunner:coredns) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)`,
  },
  {
    id: "addon-not-active",
    matches: [
      /EKS Add-?On \((?![^)]*:coredns\))/i,
      /unexpected state 'DEGRADED'|timeout while waiting for state/,
    ],
    stages: ["eks", "addons"],
    cause:
      "The add-on's pods do not run: nodes (Fargate runs no DaemonSets), an IAM role, or access to the registry is missing.",
    action: stop,
    fix: "Run `aws eks describe-addon --cluster-name NAME --addon-name ADDON`, which reports the health problem. Remove the add-on from the configuration if all pods run on Fargate, then run `glrunner deploy`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/troubleshoot-add-ons.html",
    example: `Error: waiting for EKS Add-On (glrunner:aws-ebs-csi-driver) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)`,
  },
];
