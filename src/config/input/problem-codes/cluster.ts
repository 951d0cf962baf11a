/** Codes of tags, versions, network, cluster and add-ons. */
import { problemEntry, warningEntry, type ProblemEntry } from "./entry";

export const clusterCodes = {
  // Tags
  "tag-reserved": problemEntry("AWS or EKS reserves the name of this tag.", "Rename or remove the tag."),
  "tag-duplicate": problemEntry(
    "The names of two tags differ only in upper and lower case, which IAM refuses.",
    "Remove one of the two tags.",
  ),
  "tags-too-many": problemEntry(
    "The tags together with those that glrunner and EKS add exceed AWS's limit for a resource.",
    "Remove tags.",
  ),
  // Versions
  "kubernetes-not-creatable": problemEntry(
    "EKS does not create clusters with this Kubernetes version on the given day.",
    "Use one of the versions that the problem lists.",
  ),
  "kubernetes-adopt-only": warningEntry(
    "EKS no longer creates clusters with the tutorial's Kubernetes version; existing ones can be adopted.",
    "Set versions.set to current for a new cluster.",
  ),
  "kubernetes-extended-support": warningEntry(
    "The Kubernetes version is in extended support, which costs more.",
    "Upgrade to a version in standard support.",
  ),
  "kubernetes-support-ending": warningEntry(
    "Standard support of the Kubernetes version ends within 90 days.",
    "Plan the upgrade to the next version.",
  ),
  "karpenter-prefix": problemEntry(
    "Karpenter's chart tags begin with v up to 0.34 and without it from 0.35 on.",
    "Use the version that the problem shows.",
  ),
  "karpenter-unfit": problemEntry(
    "The Karpenter chart does not support the Kubernetes version, or is unknown.",
    "Use one of the charts that the problem lists.",
  ),
  "karpenter-adopt-only": warningEntry(
    "The tutorial's Karpenter chart does not support the cluster's Kubernetes version.",
    "Set addons.karpenter.enabled to false, unless jobs run on its nodes.",
  ),
  "karpenter-avoided": problemEntry(
    "The Karpenter chart has a known bug.",
    "Use one of the charts that the problem lists.",
  ),
  "karpenter-api": problemEntry(
    "The Karpenter chart does not serve the API version of the node pools.",
    "Use one of the charts that the problem lists.",
  ),
  "karpenter-fixed": problemEntry(
    "Version set tutorial takes the Karpenter version from the add-ons module.",
    "Remove versions.karpenter, or set versions.set to current.",
  ),
  "provider-unfit": problemEntry(
    "The pinned Terraform modules do not support this provider version.",
    "Remove the key to use the tested version.",
  ),
  "runner-chart-too-old": problemEntry(
    "The GitLab Runner chart is older than the oldest supported one.",
    "Remove versions.runnerChart to use the tested version.",
  ),
  "runner-chart-unverified": warningEntry(
    "The GitLab Runner chart is newer than any that glrunner was checked with.",
    "Try it on a test cluster first.",
  ),
  // Network
  "cidr-invalid": problemEntry(
    "The text is not an IPv4 block.",
    "Correct the four numbers and the prefix length.",
  ),
  "cidr-host-bits": problemEntry(
    "The address is not the first one of its block.",
    "Use the block that the problem shows.",
  ),
  "cidr-reserved": problemEntry(
    "A VPC cannot have these addresses.",
    "Use a private block such as 10.0.0.0/16.",
  ),
  "cidr-overlap": problemEntry(
    "The block overlaps another block of the list, or both ranges for Kubernetes services.",
    "Use a block that does not overlap.",
  ),
  "service-range-taken": warningEntry(
    "The VPC covers one of the two ranges that EKS uses for Kubernetes services.",
    "Use another block if you want to keep both ranges free.",
  ),
  "vpc-size": problemEntry("The VPC's block is larger than /16 or smaller than /20.", "Use /16 to /20."),
  "addresses-too-few": problemEntry(
    "The private subnets have fewer addresses than the fleet needs at its largest.",
    "Use a larger block, more zones, or lower concurrent.",
  ),
  "zone-region": problemEntry(
    "The availability zone is in another Region.",
    "Use zones of the configured Region.",
  ),
  "zone-duplicate": problemEntry("The list names a zone twice.", "Remove one of the two entries."),
  "subnet-duplicate": problemEntry("The list names a subnet twice.", "Remove one of the two entries."),
  "existing-network-mixed": problemEntry(
    "network.existing excludes cidr, zones, nat and endpoints, which describe a new VPC.",
    "Remove either network.existing or the other keys.",
  ),
  "existing-network-tutorial": problemEntry(
    "Version set tutorial always has the VPC that the tutorial creates.",
    "Remove network.existing, or set versions.set to current.",
  ),
  "nat-none": warningEntry(
    "Without a NAT gateway pods have no route to the internet.",
    "Set network.nat to single, or set network.endpoints to auto.",
  ),
  "endpoints-missing": warningEntry(
    "Without a NAT gateway, pods or nodes need a service of AWS for which no VPC endpoint is configured.",
    "Set network.endpoints to auto, or add the services that the warning names.",
  ),
  "endpoints-images": warningEntry(
    "Without a NAT gateway, no VPC endpoint reaches the registry of some images.",
    "Copy the images to your own ECR and name it under images.mirrors.",
  ),
  // Cluster
  "endpoint-unreachable": problemEntry(
    "The Kubernetes API has neither a public nor a private endpoint.",
    "Set cluster.endpoint.public or cluster.endpoint.private to true.",
  ),
  "endpoint-private-only": warningEntry(
    "Only machines inside the VPC can reach the Kubernetes API, and a deploy needs it.",
    "Deploy from inside the VPC, or enable the public endpoint with allowedCidrs.",
  ),
  "endpoint-open": warningEntry(
    "The whole internet can reach the Kubernetes API; only IAM protects it.",
    "Set cluster.endpoint.allowedCidrs to the addresses that deploy.",
  ),
  "allowed-cidr-private": problemEntry(
    "EKS refuses private addresses in allowedCidrs.",
    "Remove the block: machines in the VPC use the private endpoint.",
  ),
  "endpoint-locks-out-pods": problemEntry(
    "Pods and nodes could not reach the Kubernetes API, because allowedCidrs does not list the NAT address.",
    "Set cluster.endpoint.private to true.",
  ),
  "key-region": problemEntry(
    "EKS encrypts the secrets of a cluster only with a KMS key in the cluster's Region.",
    "Set cluster.encryption.keyArn to the ARN of a key in the cluster's Region.",
  ),
  "access-arn": problemEntry(
    "The ARN of an access entry is not that of an IAM role or user, so it would never match an identity.",
    "Use the role's own ARN, as the problem shows it.",
  ),
  "nodes-architecture": problemEntry(
    "One node group cannot mix arm64 and amd64 instance types.",
    "Remove the instance types of one architecture.",
  ),
  "managers-exceed-nodes": problemEntry(
    "The managers request more CPU than the managed nodes have.",
    "Use more or larger nodes, or split the runner.",
  ),
  "nodes-may-be-full": warningEntry(
    "The managed nodes may have no room for old and new managers next to each other during an update.",
    "Use more or larger nodes.",
  ),
  "platform-profiles": problemEntry(
    "cluster.platform: auto cannot choose, because cluster.fargateProfiles already places the pods.",
    "Set cluster.platform to fargate or nodes.",
  ),
  "ebs-csi-useless": warningEntry(
    "The EBS CSI add-on is enabled, but no pod can use an EBS volume without nodes.",
    "Set cluster.ebsCsi to false.",
  ),
  "ebs-csi-no-role": problemEntry(
    "Outside version set tutorial, cluster.ebsCsi gives the driver no IAM role.",
    "Use addons.blueprints.enable_amazon_eks_aws_ebs_csi_driver instead.",
  ),
  "profiles-too-many": problemEntry(
    "EKS allows fewer Fargate profiles in a cluster.",
    "Combine selectors, or let runners share a namespace.",
  ),
  "selectors-too-many": problemEntry(
    "EKS allows fewer selectors in a Fargate profile.",
    "Move selectors to another profile, or use a wildcard.",
  ),
  "labels-too-many": problemEntry(
    "EKS allows fewer labels in a selector.",
    "Remove labels from the selector.",
  ),
  "profile-name-reserved": problemEntry(
    "EKS reserves Fargate profile names that begin with eks-.",
    "Rename the profile.",
  ),
  "profile-duplicate": problemEntry(
    "Two Fargate profiles have the same name.",
    "Rename one of the two profiles.",
  ),
  "system-uncaught": problemEntry(
    "No Fargate profile selects a system namespace, so its pods would stay pending.",
    "Add a selector for the namespace.",
  ),
  "managers-uncaught": problemEntry(
    "No Fargate profile selects the namespace of the runner managers.",
    "Add a selector for the namespace.",
  ),
  "system-caught": warningEntry(
    "A Fargate profile selects a system namespace whose pods are meant for nodes.",
    "Remove the selector.",
  ),
  "managers-caught": problemEntry(
    "A Fargate profile selects the managers' namespace, but the managers are meant for nodes.",
    "Remove the selector.",
  ),
  // Add-ons
  "addon-uncaught": problemEntry(
    "No Fargate profile selects the add-on's namespace, so its pods would stay pending.",
    "Add a selector for the namespace.",
  ),
  "addon-needs-nodes": warningEntry(
    "The add-on runs a DaemonSet, which needs managed nodes.",
    "Disable the add-on, or set cluster.systemPods to nodes.",
  ),
  "pod-monitor-chart": problemEntry(
    "The GitLab Runner chart has no PodMonitor.",
    "Use a newer versions.runnerChart, or set addons.metrics to annotations.",
  ),
  "pod-monitor-operator": warningEntry(
    "A PodMonitor needs the Prometheus operator in the cluster.",
    "Set addons.blueprints.enable_kube_prometheus_stack to true, or install the operator first.",
  ),
  "alarms-without-logs": problemEntry(
    "The alarms read the managers' logs, which do not reach CloudWatch.",
    "Enable addons.logging with managers on Fargate, or disable the alarms.",
  ),
  "alarm-topic-region": problemEntry(
    "A CloudWatch alarm reaches only SNS topics of its own Region.",
    "Use a topic of the configured Region.",
  ),
  "alarm-price-unknown": problemEntry(
    "No Fargate price is recorded for the Region.",
    "Remove usdPerHour; quotaPercent limits the vCPU instead.",
  ),
  // Node pools
  "node-pools-fixed": problemEntry(
    "Version set tutorial has the published provisioner instead of node pools.",
    "Remove addons.karpenter.nodePools.",
  ),
  "node-image-floats": warningEntry(
    "With al2023@latest, nodes change their machine image without a change of the configuration.",
    "Use a release, such as al2023@v20260903.",
  ),
  "node-image-too-old": problemEntry(
    "The release of the machine image is older than the Kubernetes version.",
    "Choose a release from the day on which EKS offered the version.",
  ),
  "node-disk-ratio": problemEntry(
    "The throughput of a gp3 volume in MiB/s is at most a quarter of its IOPS.",
    "Raise diskIops, or lower diskThroughput.",
  ),
  "node-pool-zone": problemEntry("A zone of the node pool is in another Region.", "Use zones of the Region."),
  "disruption-budget-half": problemEntry(
    "A disruption budget has a schedule without hours, or hours without a schedule.",
    "Set both or neither.",
  ),
  "node-pool-accelerator": warningEntry(
    "The pool has instances with accelerators, for which glrunner installs no device plugin.",
    "Install the vendor's device plugin, or remove the families.",
  ),
  "node-pool-unknown": problemEntry(
    "The runner names a node pool that does not exist.",
    "Use an existing pool.",
  ),
  "node-pool-capacity": problemEntry(
    "The node pool's capacity type differs from the runner's compute.",
    "Use a pool with the right capacity.",
  ),
  "node-pool-unused": problemEntry(
    "The runner names a node pool, but its jobs do not run on one.",
    "Remove nodePool.",
  ),
  "job-exceeds-pool": problemEntry(
    "The job requests more CPU than the largest node of its pool has.",
    "Reduce the job's CPU, or add larger instances to the pool.",
  ),
  "karpenter-needed": problemEntry(
    "The runner needs Karpenter's nodes, but Karpenter is disabled.",
    "Set addons.karpenter.enabled to true, or use compute fargate.",
  ),
} as const satisfies Readonly<Record<string, ProblemEntry>>;
