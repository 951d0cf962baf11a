/**
 * The AWS permissions of a deployer, by area: IAM's names of actions, with a source for each.
 *
 * - `seen`: called in recorded lives, or imported by a command of ours. `__tests__/policy` holds each to that; how the
 *   lives were recorded is said in its `calls-of-the-pinned-modules.json`.
 * - `implied`: AWS checks it along with another action, above all tags that are given when a thing is made, roles that
 *   are handed on, and what EKS does in the caller's name. No emulator checks rights.
 *   Source: Service Authorization Reference, "Actions, resources, and condition keys" of each service; EKS user guide,
 *   "Enable secret encryption" and "Launch template support" (2026-11).
 * - `unseen`: of changes and options that no recorded life has. Source: the resource types of the pinned modules, and of
 *   alarms and dashboards, in terraform-provider-aws v5.100.0, internal/service (2026-11).
 */
interface AreaActions {
  readonly seen: readonly string[];
  readonly implied: readonly string[];
  readonly unseen: readonly string[];
}

export const areas = {
  /** Lists and descriptions, for which IAM knows no narrower resource. */
  "look at the network": area("ec2", {
    seen: `DescribeAddresses DescribeAddressesAttribute DescribeAvailabilityZones DescribeInstances
      DescribeInternetGateways DescribeLaunchTemplates DescribeNatGateways DescribeNetworkAcls
      DescribeNetworkInterfaces DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets
      DescribeTags DescribeVpcAttribute DescribeVpcs`,
    unseen: "DescribeVpcEndpoints",
  }),
  "make the network": area("ec2", {
    seen: `AllocateAddress AssociateRouteTable AttachInternetGateway CreateInternetGateway CreateNatGateway
      CreateRoute CreateRouteTable CreateSubnet CreateVpc ModifyVpcAttribute`,
  }),
  /** The provider reads the prefix list of a gateway endpoint. */
  "look at VPC endpoints": area("ec2", { unseen: "DescribePrefixLists" }),
  "make VPC endpoints": area("ec2", { unseen: "CreateSecurityGroup CreateVpcEndpoint" }),
  /** A private name of a service is a hosted zone that EC2 associates with the VPC for the caller. */
  "names of VPC endpoints": area("route53", { implied: "AssociateVPCWithHostedZone" }),
  "change VPC endpoints": area("ec2", {
    unseen: `AuthorizeSecurityGroupIngress DeleteSecurityGroup DeleteVpcEndpoints ModifyVpcEndpoint
      RevokeSecurityGroupIngress`,
  }),
  /** The default network ACL of a new VPC is emptied before it is tagged. */
  "rules of network ACLs": area("ec2", { seen: "CreateNetworkAclEntry DeleteNetworkAclEntry" }),
  "take addresses off": area("ec2", { seen: "DisassociateAddress" }),
  /** Tags of what comes into being untagged: the defaults of a VPC, and the security group that EKS makes. */
  "tag what is found": area("ec2", { seen: "CreateTags DeleteTags" }),
  "tag what is made": area("ec2", { implied: "CreateTags" }),
  "change the network": area("ec2", {
    seen: `DeleteInternetGateway DeleteNatGateway DeleteRoute DeleteRouteTable DeleteSubnet DeleteVpc
      DetachInternetGateway DisassociateRouteTable ReleaseAddress RevokeSecurityGroupEgress`,
    unseen: `CreateTags DeleteTags ModifySubnetAttribute ReplaceRoute ReplaceRouteTableAssociation
      RevokeSecurityGroupIngress`,
  }),
  "look at launch templates": area("ec2", { seen: "DescribeLaunchTemplateVersions" }),
  nodes: area("ec2", { seen: "CreateLaunchTemplate", implied: "RunInstances" }),
  "change launch templates": area("ec2", {
    unseen: "CreateLaunchTemplateVersion CreateTags DeleteTags ModifyLaunchTemplate",
  }),
  "look at clusters": area("eks", { seen: "DescribeAddonVersions ListClusters" }),
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
  "look at keys": area("kms", { seen: "ListAliases ListKeys" }),
  "read keys": area("kms", { seen: "DescribeKey ListResourceTags" }),
  "make a key": area("kms", { seen: "CreateKey", implied: "TagResource" }),
  key: area("kms", {
    seen: "CreateAlias DeleteAlias EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ScheduleKeyDeletion",
    implied: "CreateGrant",
    unseen: "PutKeyPolicy UntagResource UpdateKeyDescription",
  }),
  /** EKS makes a grant on it in the caller's name. Source: EKS user guide, "Enable secret encryption" (2026-11). */
  "use a key": area("kms", { implied: "CreateGrant DescribeKey" }),
  "key alias": area("kms", { seen: "CreateAlias DeleteAlias", unseen: "UpdateAlias" }),
  "look at log groups": area("logs", { seen: "DescribeLogGroups" }),
  "read log groups": area("logs", { seen: "ListTagsForResource" }),
  /** `jobs --cost` reads the managers' lines. */
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
  "look at identities": area("iam", {
    seen: "ListInstanceProfiles ListOpenIDConnectProviders ListPolicies ListRoles",
  }),
  /** The eks module asks who the role is that deploys; a sweep reads tags to find out what is ours. */
  "read identities": area("iam", { seen: "GetInstanceProfile GetOpenIDConnectProvider GetRole" }),
  roles: area("iam", {
    seen: `DeleteRole DeleteRolePolicy GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole
      ListRolePolicies ListRoleTags`,
    implied: "TagRole",
    unseen: "UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription",
  }),
  /** These and the attaching of a policy may depend on the role's permissions boundary. */
  "make roles": area("iam", { seen: "CreateRole PutRolePolicy" }),
  "attach policies": area("iam", { seen: "AttachRolePolicy" }),
  "detach policies": area("iam", { seen: "DetachRolePolicy" }),
  "bound roles": area("iam", { unseen: "PutRolePermissionsBoundary" }),
  "hand on roles": area("iam", { implied: "PassRole" }),
  "roles of AWS's own services": area("iam", { implied: "CreateServiceLinkedRole" }),
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
  issuer: area("iam", {
    seen: "CreateOpenIDConnectProvider DeleteOpenIDConnectProvider",
    implied: "TagOpenIDConnectProvider",
    unseen:
      "AddClientIDToOpenIDConnectProvider UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint",
  }),
  "look at queues and rules": [area("sqs", { seen: "ListQueues" }), area("events", { seen: "ListRules" })],
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
  /** `runners create` and `runners rotate` write them. */
  parameters: area("ssm", {
    seen: "GetParameter GetParameterHistory GetParameters PutParameter",
    implied: "AddTagsToResource",
  }),
  secrets: area("secretsmanager", {
    seen: "CreateSecret DescribeSecret GetSecretValue PutSecretValue",
    implied: "TagResource",
  }),
  /** Of the AWS provider for `aws_s3_bucket` and its parts, which reads every setting of a bucket. */
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
export type Area = keyof typeof areas;

/** Services whose roles AWS makes when they are first used. Source: EKS user guide, service-linked roles (2026-11). */
export const linkedServices = ["eks", "eks-fargate", "eks-nodegroup"] as const;

/** To which a role of ours is handed. Source: Service Authorization Reference, EKS and EC2 (2026-11). */
export const servicesWithRoles = ["ec2", "eks", "eks-fargate-pods"] as const;

/** Of AWS: what the modules and the add-ons of the schema attach. Source: eks v19.21.0, Blueprints v4.29.0. */
export const attachedPolicies = [
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEKS*",
  "AmazonPrometheusRemoteWriteAccess",
  "AmazonSSMManagedInstanceCore",
  "CloudWatchAgentServerPolicy",
  "service-role/AmazonEBSCSIDriverPolicy",
] as const;

/**
 * Characters of a customer managed policy, white space not counted, and how many a role may have.
 * Source: IAM user guide, "IAM and AWS STS quotas" (2026-11).
 */
export const policyLimits = { characters: 6144, perRole: 10 } as const;

interface Words {
  readonly seen?: string;
  readonly implied?: string;
  readonly unseen?: string;
}

function area(service: string, { seen = "", implied = "", unseen = "" }: Words): AreaActions {
  const named = (words: string) =>
    words
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => `${service}:${word}`);
  return { seen: named(seen), implied: named(implied), unseen: named(unseen) };
}
