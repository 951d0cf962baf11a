/**
 * The AWS permissions of a deployer, by area: names of IAM actions, with the source of each.
 *
 * - `seen`: actions of calls that were recorded while a cluster was deployed and destroyed, or that a command of glrunner
 *   makes. `__tests__/check/policy` checks this against `calls-of-the-pinned-modules.json`, which says how the calls were
 *   recorded.
 * - `implied`: actions that AWS checks together with another action: tags of a new resource, a role that is passed to a
 *   service, and calls that EKS makes in the caller's name. The emulator checks no permissions.
 *   Source: Service Authorization Reference, "Actions, resources, and condition keys" of each service; EKS user guide,
 *   "Enable secret encryption" and "Launch template support" (2026-11).
 * - `unseen`: actions of changes and options that no recorded deployment has. Source: the resource types of the pinned
 *   modules, and of alarms and dashboards, in terraform-provider-aws v5.100.0, internal/service (2026-11).
 */
interface AreaActions {
  readonly seen: readonly string[];
  readonly implied: readonly string[];
  readonly unseen: readonly string[];
}

/** Actions by area. A statement of a policy names areas. */
export const areas = {
  /** IAM cannot limit these list and describe actions to a resource. */
  "describe the network": area("ec2", {
    seen: `DescribeAddresses DescribeAddressesAttribute DescribeAvailabilityZones DescribeInstances
      DescribeInternetGateways DescribeLaunchTemplates DescribeNatGateways DescribeNetworkAcls
      DescribeNetworkInterfaces DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets
      DescribeTags DescribeVpcAttribute DescribeVpcs`,
    unseen: "DescribeVpcEndpoints",
  }),
  "create the network": area("ec2", {
    seen: `AllocateAddress AssociateRouteTable AttachInternetGateway CreateInternetGateway CreateNatGateway
      CreateRoute CreateRouteTable CreateSubnet CreateVpc ModifyVpcAttribute`,
  }),
  /** The AWS provider reads the prefix list of a gateway endpoint. */
  "describe prefix lists": area("ec2", { unseen: "DescribePrefixLists" }),
  "create VPC endpoints": area("ec2", { unseen: "CreateSecurityGroup CreateVpcEndpoint" }),
  /** EC2 associates the hosted zone of a private DNS name with the VPC in the caller's name. */
  "associate hosted zones": area("route53", { implied: "AssociateVPCWithHostedZone" }),
  "change VPC endpoints": area("ec2", {
    unseen: `AuthorizeSecurityGroupIngress DeleteSecurityGroup DeleteVpcEndpoints ModifyVpcEndpoint
      RevokeSecurityGroupIngress`,
  }),
  /** The AWS provider empties the default network ACL of a new VPC before it tags it. */
  "network ACL entries": area("ec2", { seen: "CreateNetworkAclEntry DeleteNetworkAclEntry" }),
  "disassociate addresses": area("ec2", { seen: "DisassociateAddress" }),
  /** Tags of resources that AWS creates without tags: the defaults of a VPC, and the security group of EKS. */
  "tag existing resources": area("ec2", { seen: "CreateTags DeleteTags" }),
  "tag new resources": area("ec2", { implied: "CreateTags" }),
  "change the network": area("ec2", {
    seen: `DeleteInternetGateway DeleteNatGateway DeleteRoute DeleteRouteTable DeleteSubnet DeleteVpc
      DetachInternetGateway DisassociateRouteTable ReleaseAddress RevokeSecurityGroupEgress`,
    unseen: `CreateTags DeleteTags ModifySubnetAttribute ReplaceRoute ReplaceRouteTableAssociation
      RevokeSecurityGroupIngress`,
  }),
  "describe launch templates": area("ec2", { seen: "DescribeLaunchTemplateVersions" }),
  nodes: area("ec2", { seen: "CreateLaunchTemplate", implied: "RunInstances" }),
  "change launch templates": area("ec2", {
    unseen: "CreateLaunchTemplateVersion CreateTags DeleteTags ModifyLaunchTemplate",
  }),
  "list clusters": area("eks", { seen: "DescribeAddonVersions ListClusters" }),
  cluster: area("eks", {
    seen: `CreateAddon CreateCluster CreateFargateProfile DeleteAddon DeleteCluster DeleteFargateProfile DescribeAddon
      DescribeCluster DescribeFargateProfile ListAddons ListFargateProfiles ListNodegroups`,
    implied: "TagResource",
    unseen: `AssociateEncryptionConfig DescribeUpdate ListTagsForResource UntagResource UpdateAddon UpdateClusterConfig
      UpdateClusterVersion`,
  }),
  "node groups": area("eks", {
    seen: "CreateNodegroup DeleteNodegroup DescribeNodegroup",
    unseen: "UpdateNodegroupConfig UpdateNodegroupVersion",
  }),
  "list keys": area("kms", { seen: "ListAliases ListKeys" }),
  "read keys": area("kms", { seen: "DescribeKey ListResourceTags" }),
  "create a key": area("kms", { seen: "CreateKey", implied: "TagResource" }),
  key: area("kms", {
    seen: "CreateAlias DeleteAlias EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ScheduleKeyDeletion",
    implied: "CreateGrant",
    unseen: "PutKeyPolicy UntagResource UpdateKeyDescription",
  }),
  /** EKS creates a grant on the key in the caller's name. Source: EKS user guide, "Enable secret encryption" (2026-11). */
  "use a key": area("kms", { implied: "CreateGrant DescribeKey" }),
  "key alias": area("kms", { seen: "CreateAlias DeleteAlias", unseen: "UpdateAlias" }),
  "list log groups": area("logs", { seen: "DescribeLogGroups" }),
  "read log groups": area("logs", { seen: "ListTagsForResource" }),
  /** `jobs --cost` reads the log lines of the managers. */
  "log groups": area("logs", {
    seen: "CreateLogGroup DeleteLogGroup FilterLogEvents PutRetentionPolicy",
    implied: "TagResource",
    unseen: "DeleteRetentionPolicy UntagResource",
  }),
  "metric filters": area("logs", { unseen: "DeleteMetricFilter DescribeMetricFilters PutMetricFilter" }),
  alarms: area("cloudwatch", {
    unseen: "DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource",
  }),
  dashboard: area("cloudwatch", { unseen: "DeleteDashboards GetDashboard PutDashboard" }),
  "list identities": area("iam", {
    seen: "ListInstanceProfiles ListOpenIDConnectProviders ListPolicies ListRoles",
  }),
  /** The eks module reads the role that deploys. A sweep reads tags to prove ownership. */
  "read identities": area("iam", { seen: "GetInstanceProfile GetOpenIDConnectProvider GetRole" }),
  roles: area("iam", {
    seen: `DeleteRole DeleteRolePolicy GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole
      ListRolePolicies ListRoleTags`,
    implied: "TagRole",
    unseen: "UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription",
  }),
  /** With a permissions boundary, the deployer may create a role or attach a policy only under that boundary. */
  "create roles": area("iam", { seen: "CreateRole PutRolePolicy" }),
  "attach policies": area("iam", { seen: "AttachRolePolicy" }),
  "detach policies": area("iam", { seen: "DetachRolePolicy" }),
  "set permissions boundaries": area("iam", { unseen: "PutRolePermissionsBoundary" }),
  "pass roles": area("iam", { implied: "PassRole" }),
  "service-linked roles": area("iam", { implied: "CreateServiceLinkedRole" }),
  policies: area("iam", {
    seen: "CreatePolicy DeletePolicy GetPolicy GetPolicyVersion ListPolicyTags ListPolicyVersions",
    implied: "TagPolicy",
    unseen: "CreatePolicyVersion DeletePolicyVersion UntagPolicy",
  }),
  "instance profiles": area("iam", {
    seen: "AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile RemoveRoleFromInstanceProfile",
    implied: "TagInstanceProfile",
    unseen: "UntagInstanceProfile",
  }),
  "OIDC provider": area("iam", {
    seen: "CreateOpenIDConnectProvider DeleteOpenIDConnectProvider",
    implied: "TagOpenIDConnectProvider",
    unseen:
      "AddClientIDToOpenIDConnectProvider UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint",
  }),
  "list queues and rules": [area("sqs", { seen: "ListQueues" }), area("events", { seen: "ListRules" })],
  "read queues": area("sqs", { seen: "GetQueueAttributes GetQueueUrl ListQueueTags" }),
  queue: area("sqs", {
    seen: "CreateQueue DeleteQueue SetQueueAttributes",
    implied: "TagQueue",
    unseen: "UntagQueue",
  }),
  rules: area("events", {
    seen: "DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets",
    implied: "TagResource",
    unseen: "UntagResource",
  }),
  quotas: area("servicequotas", { seen: "GetAWSDefaultServiceQuota GetServiceQuota" }),
  "public images": [
    area("ecr-public", { seen: "GetAuthorizationToken" }),
    area("sts", { implied: "GetServiceBearerToken" }),
  ],
  /** `runners create` and `runners rotate` write parameters and secrets. */
  parameters: area("ssm", {
    seen: "GetParameter GetParameterHistory GetParameters PutParameter",
    implied: "AddTagsToResource",
  }),
  secrets: area("secretsmanager", {
    seen: "CreateSecret DescribeSecret GetSecretValue PutSecretValue",
    implied: "TagResource",
  }),
  /** The AWS provider reads every setting of an `aws_s3_bucket`. */
  "cache bucket": area("s3", {
    unseen: `CreateBucket DeleteBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging
      GetBucketObjectLockConfiguration GetBucketPolicy GetBucketPublicAccessBlock GetBucketRequestPayment
      GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration
      GetReplicationConfiguration ListBucket ListBucketVersions PutBucketPublicAccessBlock PutBucketTagging
      PutEncryptionConfiguration PutLifecycleConfiguration`,
  }),
  "cache objects": area("s3", { unseen: "DeleteObject DeleteObjectVersion" }),
  "state bucket": area("s3", { seen: "ListBucket" }),
  "state objects": area("s3", { seen: "DeleteObject GetObject PutObject" }),
  "state key": area("kms", { implied: "Decrypt DescribeKey Encrypt GenerateDataKey" }),
} as const satisfies Record<string, AreaActions | readonly AreaActions[]>;
/** Name of an area. */
export type Area = keyof typeof areas;

/** Services whose service-linked roles AWS creates at their first use. Source: EKS user guide, service-linked roles (2026-11). */
export const linkedServices = ["eks", "eks-fargate", "eks-nodegroup"] as const;

/** Services to which the deployer passes a role of the cluster. Source: Service Authorization Reference, EKS and EC2 (2026-11). */
export const servicesWithRoles = ["ec2", "eks", "eks-fargate-pods"] as const;

/** Managed policies of AWS that the modules and the add-ons attach. Source: eks v19.21.0, Blueprints v4.29.0. */
export const attachedPolicies = [
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEKS*",
  "AmazonPrometheusRemoteWriteAccess",
  "AmazonSSMManagedInstanceCore",
  "CloudWatchAgentServerPolicy",
  "service-role/AmazonEBSCSIDriverPolicy",
] as const;

/**
 * Characters of a customer managed policy, without white space, and the number of policies that a role may have.
 * Source: IAM user guide, "IAM and AWS STS quotas" (2026-11).
 */
export const policyLimits = { characters: 6144, perRole: 10 } as const;

/** Names of actions without their service, separated by white space. */
interface ActionNames {
  readonly seen?: string;
  readonly implied?: string;
  readonly unseen?: string;
}

function area(service: string, { seen = "", implied = "", unseen = "" }: ActionNames): AreaActions {
  const actions = (names: string) =>
    names
      .split(/\s+/)
      .filter((name) => name !== "")
      .map((name) => `${service}:${name}`);
  return { seen: actions(seen), implied: actions(implied), unseen: actions(unseen) };
}
