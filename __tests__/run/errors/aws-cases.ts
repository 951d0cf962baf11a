import type { ErrorCase } from "./case";

/** Credentials, AWS, quotas, the cluster. */
export const awsCases: readonly ErrorCase[] = [
  {
    id: "credentials-expired",
    stack: "addons",
    during: "apply",
    // https://github.com/hashicorp/terraform-provider-aws/issues/37647, with EKS for SSM
    real: `waiting for EKS Cluster (glrunner) create: operation error EKS: DescribeCluster, https response error StatusCode: 400, RequestID: 0981bb66-74c3-49f2-882d-859fe217f64c, api error ExpiredTokenException: The security token included in the request is expired`,
    nearMiss: {
      text: "could not download chart: failed to authorize: your authorization token has expired. Reauthenticate and try again.",
      is: "chart-refused",
    },
  },
  {
    id: "credentials-missing",
    stack: "vpc",
    during: "plan",
    // https://github.com/aws-quickstart/terraform-aws-vpc/issues/6
    real: `error configuring Terraform AWS Provider: no valid credential sources for Terraform AWS Provider found.

Please see https://registry.terraform.io/providers/hashicorp/aws
for more information about providing credentials.

Error: NoCredentialProviders: no valid providers in chain. Deprecated.
	For verbose messaging see aws.Config.CredentialsChainVerboseErrors`,
    nearMiss: {
      text: 'validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, Post "https://sts.eu-west-1.amazonaws.com/": dial tcp: lookup sts.eu-west-1.amazonaws.com on 10.255.255.53:53: no such host',
      is: "aws-unreachable",
    },
  },
  {
    id: "credentials-rejected",
    stack: "vpc",
    during: "plan",
    // https://github.com/hashicorp/terraform/issues/5822
    real: `InvalidClientTokenId: The security token included in the request is invalid.
	status code: 403, request id: 0c2a4b7e`,
    nearMiss: {
      text: "creating EC2 Instance: operation error EC2: RunInstances, https response error StatusCode: 400, RequestID: a, api error InvalidAMIID.NotFound: The image id '[ami-1]' does not exist",
      is: undefined,
    },
  },
  {
    id: "clock-wrong",
    stack: "vpc",
    during: "plan",
    // https://github.com/QT-DevOps/DevOpsIssues/issues/989
    real: `error configuring Terraform AWS Provider: error validating provider credentials: error calling sts:GetCallerIdentity: SignatureDoesNotMatch: Signature not yet current: 20210112T194419Z is still later than 20210112T072625Z (20210112T071125Z + 15 min.)
        status code: 403, request id: 374a9d87-2bb7-4cbe-bb01-3b1a9cc7b20b`,
    nearMiss: {
      text: "api error SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
      is: undefined,
    },
  },
  {
    id: "cluster-credentials",
    stack: "runners",
    during: "apply",
    // https://github.com/polyseam/cndi/issues/731
    real: `Kubernetes cluster unreachable: Get "https://E52D2DF2817BC57208FE0DDC516209A5.sk1.us-east-2.eks.amazonaws.com/version": getting credentials: exec: executable aws failed with exit code 255`,
    nearMiss: {
      text: `Kubernetes cluster unreachable: Get "https://E52D2DF2817BC57208FE0DDC516209A5.sk1.us-east-2.eks.amazonaws.com/version": getting credentials: exec: executable aws failed with exit code 127`,
      is: undefined,
    },
  },
  {
    id: "aws-cli-missing",
    stack: "addons",
    during: "plan",
    // https://github.com/kubernetes/website/issues/27193
    real: `Get "https://blahblahblah.eks.amazonaws.com/api/v1/namespaces/kube-system/configmaps/aws-auth": getting credentials: exec: executable aws not found

It looks like you are trying to use a client-go credential plugin that is not installed.`,
    nearMiss: {
      text: `Get "https://A1B2.gr7.eu-west-1.eks.amazonaws.com/api/v1/namespaces/kube-system": getting credentials: exec: executable aws failed with exit code 254`,
      is: "cluster-credentials",
    },
  },
  {
    id: "exec-api-version",
    stack: "addons",
    during: "plan",
    // https://github.com/antonputra/tutorials/pull/75
    real: `Kubernetes cluster unreachable: Get "https://C80F62EF10F09BD537A7BD916997F12A.gr7.eu-west-1.eks.amazonaws.com/version": getting credentials: decoding stdout: no kind "ExecCredential" is registered for version "client.authentication.k8s.io/v1alpha1" in scheme "pkg/runtime/scheme.go:100"`,
    nearMiss: {
      text: `no kind "NodePool" is registered for version "karpenter.sh/v1" in scheme "pkg/runtime/scheme.go:100"`,
      is: undefined,
    },
  },
  {
    id: "cluster-token-expired",
    stack: "addons",
    during: "apply",
    // https://github.com/hashicorp/terraform-provider-aws/issues/46633
    real: `failed to create kubernetes rest client for read of resource: the server has asked for the client to provide credentials`,
    nearMiss: {
      text: "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 403, RequestID: a, api error UnauthorizedOperation: You are not authorized to perform this operation.",
      is: "access-denied",
    },
  },
  {
    id: "access-denied",
    stack: "eks",
    during: "apply",
    // https://github.com/aws-samples/eks-workshop-v2/issues/1177
    real: `creating KMS Alias (alias/eks/eks-workshop): operation error KMS: CreateAlias, https response error StatusCode: 400, RequestID: 94f3be89-368d-4b98-9374-f4c4d511d56a, api error AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/eks-workshop-ide-EksWorkshopIdeRole-LqlqA1nQsjV7/i-02d14764bdd1932b5 is not authorized to perform: kms:CreateAlias on resource: arn:aws:kms:us-west-2:123456789012:alias/eks/eks-workshop because no identity-based policy allows the kms:CreateAlias action`,
    nearMiss: {
      text: "creating KMS Alias (alias/eks/eks-workshop): operation error KMS: CreateAlias, https response error StatusCode: 400, RequestID: 94f3be89, api error ThrottlingException: Rate exceeded",
      is: "throttled",
    },
  },
  {
    id: "spot-role-missing",
    stack: "addons",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2565
    real: `launching machine, creating cloud provider instance, creating instance, with fleet error(s), AuthFailure.ServiceLinkedRoleCreationNotPermitted: The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.`,
    nearMiss: {
      text: "creating IAM Service Linked Role (spot.amazonaws.com): InvalidInput: Service role name AWSServiceRoleForEC2Spot has been taken in this account, please try a different suffix.",
      is: undefined,
    },
  },
  {
    id: "throttled",
    stack: "eks",
    during: "plan",
    // https://github.com/hashicorp/terraform-provider-aws/issues/36094, with EKS for Config Service
    real: `reading EKS Add-On (glrunner:vpc-cni): operation error EKS: DescribeAddon, failed to get rate limit token, retry quota exceeded, 3 available, 5 requested`,
    nearMiss: {
      text: "creating IAM Role (a): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: a, LimitExceeded: Cannot exceed quota for RolesPerAccount: 1000",
      is: "quota-iam",
    },
  },
  {
    id: "aws-internal-error",
    stack: "eks",
    during: "apply",
    // The form of https://github.com/aws/eks-hybrid/pull/316, the words of
    // https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html
    real: `creating EKS Add-On (glrunner:kube-proxy): operation error EKS: CreateAddon, exceeded maximum number of attempts, 25, https response error StatusCode: 500, RequestID: c0a6ea0e-17c0-4d84-a3d9-7cb7f6ab02b8, ServerException: Internal failure`,
    nearMiss: {
      text: "creating EKS Add-On (glrunner:kube-proxy): operation error EKS: CreateAddon, https response error StatusCode: 400, RequestID: c0a6ea0e, ClientException: Addon kube-proxy is not supported",
      is: undefined,
    },
  },
  {
    id: "aws-unreachable",
    stack: "vpc",
    during: "plan",
    // Seen with Terraform 1.11.4 and aws 5.100.0 without a network; the form of
    // https://github.com/hashicorp/terraform-provider-aws/issues/28742
    real: `Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, Post "https://sts.eu-west-1.amazonaws.com/": dial tcp: lookup sts.eu-west-1.amazonaws.com on 10.255.255.53:53: no such host`,
    nearMiss: {
      text: `operation error EKS: CreateCluster, https response error StatusCode: 0, RequestID: , request send failed, Post "https://eks.us-east-1.amazonaws.com/clusters": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      is: "certificate-unknown",
    },
  },
  {
    id: "quota-vcpu",
    stack: "addons",
    during: "apply",
    // https://github.com/aws/amazon-cloudwatch-agent-test/pull/256
    real: `creating EC2 Instance: VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 1247 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
    nearMiss: {
      text: "creating EC2 Instance: InsufficientInstanceCapacity: We currently do not have sufficient m5.large capacity in the Availability Zone you requested (us-east-1e).",
      is: undefined,
    },
  },
  {
    id: "quota-addresses",
    stack: "vpc",
    during: "apply",
    // https://github.com/redpanda-data/redpanda/issues/14734
    real: `creating EC2 EIP: AddressLimitExceeded: The maximum number of addresses has been reached.
	status code: 400, request id: c50044a5-e721-4092-815b-4d45e8399ef8`,
    nearMiss: {
      text: "creating EC2 EIP: operation error EC2: AllocateAddress, https response error StatusCode: 503, RequestID: a, api error RequestLimitExceeded: Request limit exceeded.",
      is: "throttled",
    },
  },
  {
    id: "quota-vpcs",
    stack: "vpc",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/429
    real: `Error creating VPC: VpcLimitExceeded: The maximum number of VPCs has been reached.
	status code: 400, request id: 9559ac7e-6c55-46ff-89ca-becbe10b30dd`,
    nearMiss: {
      text: "creating VPC Endpoint: VpcEndpointLimitExceeded: The maximum number of VPC endpoints has been reached.",
      is: undefined,
    },
  },
  {
    id: "quota-nat-gateways",
    stack: "vpc",
    during: "apply",
    // https://github.com/openshift/hive, pkg/controller/clusterprovision/installlogmonitor_test.go
    real: `Error creating NAT Gateway: NatGatewayLimitExceeded: The maximum number of NAT Gateways has been reached.`,
    nearMiss: {
      // https://github.com/terraform-aws-modules/terraform-aws-vpc/issues/692
      text: "Error waiting for NAT Gateway to become available: unexpected state 'failed', wanted target 'available'. last error: %!s(<nil>)",
      is: undefined,
    },
  },
  {
    id: "quota-eks",
    stack: "eks",
    during: "apply",
    // https://github.com/pulumi/pulumi-eks/issues/48
    real: `error creating EKS Cluster (cluster-eksCluster-e284a91): ResourceLimitExceededException: Cluster limit exceeded for account.`,
    nearMiss: {
      text: "error creating EKS Cluster (glrunner): ResourceInUseException: Cluster already exists with name: glrunner",
      is: "cluster-exists",
    },
  },
  {
    id: "quota-iam",
    stack: "eks",
    during: "apply",
    // https://github.com/ansible/workshops/issues/1801, as the provider words it
    real: `creating IAM Instance Profile (glrunner): operation error IAM: CreateInstanceProfile, https response error StatusCode: 409, RequestID: 90a5ebe7, LimitExceeded: Cannot exceed quota for InstanceProfilesPerAccount: 1000`,
    nearMiss: {
      text: "creating IAM Role (glrunner): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: a, EntityAlreadyExists: Role with name glrunner already exists.",
      is: "iam-exists",
    },
  },
  {
    id: "zone-unsupported",
    stack: "eks",
    during: "apply",
    // https://github.com/jenkins-x/terraform-aws-eks-jx/issues/71
    real: `error creating EKS Cluster (tf-jx-nearby-cod): UnsupportedAvailabilityZoneException: Cannot create cluster 'tf-jx-nearby-cod' because us-east-1c, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: us-east-1a, us-east-1b, us-east-1d, us-east-1e, us-east-1f`,
    nearMiss: {
      text: "error creating EKS Cluster (a): InvalidParameterException: Subnets specified must be in at least two different AZs",
      is: "subnets-one-zone",
    },
  },
  {
    id: "subnet-full",
    stack: "vpc",
    during: "apply",
    // https://github.com/AviatrixSystems/Docs/pull/282, the words of
    // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
    real: `waiting for EC2 NAT Gateway (nat-0972a6db4a9aa1cbb) create: unexpected state 'failed', wanted target 'available'. last error: InsufficientFreeAddressesInSubnet: Subnet has insufficient free addresses to create this NAT gateway`,
    nearMiss: {
      // https://github.com/hashicorp/terraform-provider-aws/issues/709
      text: "waiting for EC2 NAT Gateway (nat-0972a6db4a9aa1cbb) create: unexpected state 'failed', wanted target 'available'. last error: Resource.AlreadyAssociated: Elastic IP address is already associated",
      is: undefined,
    },
  },
  {
    id: "fargate-profile-busy",
    stack: "eks",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/pull/866
    real: `error creating EKS Fargate Profile (my_cluster:eks_fargate_profile_myprofile2): ResourceInUseException: Cannot create Fargate Profile eks_fargate_profile_myprofile2 because cluster my_cluster currently has Fargate profile eks_fargate_profile_myprofile1 in status CREATING`,
    nearMiss: {
      // https://github.com/eksctl-io/eksctl/issues/5652
      text: "operation error EKS: CreateFargateProfile, https response error StatusCode: 409, RequestID: 69f8ee49-a113-46bd-9abc-97c5a9fcb0a9, api error ResourceInUseException: A Fargate Profile already exists with this name in this cluster.",
      is: "fargate-profile-exists",
    },
  },
  {
    id: "kubernetes-version-unsupported",
    stack: "eks",
    during: "apply",
    // https://github.com/pluralsight-cloud/content-deploying-and-managing-a-web-application-in-kubernetes-with-terraform/issues/1
    real: `creating EKS Cluster (guru-eks-FdWt8qT3): InvalidParameterException: unsupported Kubernetes version 1.24
{
  RespMetadata: {
    StatusCode: 400,
    RequestID: "415861d6-a122-4adc-bcdf-d0ad91e0e7f5"
  },
  ClusterName: "guru-eks-FdWt8qT3",
  Message_: "unsupported Kubernetes version 1.24"
}`,
    nearMiss: {
      // https://github.com/kubermatic/kubermatic/pull/9992
      text: "InvalidParameterException: Nodegroups eks-md,nodepool must be updated to match cluster version 1.21 before updating cluster version",
      is: undefined,
    },
  },
  {
    id: "addon-conflict",
    stack: "addons",
    during: "apply",
    // https://github.com/nebari-dev/nebari/issues/2537
    real: `waiting for EKS Add-On (nebaricarbonplan-dev:coredns) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: : ConfigurationConflict: Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts`,
    nearMiss: {
      // https://github.com/maddevsio/aws-eks-base/issues/112
      text: "unexpected EKS Add-On (cluster-name:coredns) state returned during creation: unexpected state 'DEGRADED', wanted target 'ACTIVE'. last error: %!s(<nil>)",
      is: "coredns-not-active",
    },
  },
  {
    id: "coredns-not-active",
    stack: "addons",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2069
    real: `unexpected EKS add-on (eks-test-eu:coredns) state returned during creation: timeout while waiting for state to become 'ACTIVE, CREATE_FAILED' (last state: 'CREATING', timeout: 20m0s)
[WARNING] Running terraform apply again will remove the kubernetes add-on and attempt to create it again effectively purging previous add-on configuration`,
    nearMiss: {
      text: "unexpected EKS add-on (eks-test-eu:vpc-cni) state returned during creation: timeout while waiting for state to become 'ACTIVE, CREATE_FAILED' (last state: 'CREATING', timeout: 20m0s)",
      is: "addon-not-active",
    },
  },
  {
    id: "addon-not-active",
    stack: "addons",
    during: "apply",
    // The form of https://github.com/maddevsio/aws-eks-base/issues/112, of the add-on that
    // https://docs.aws.amazon.com/eks/latest/userguide/troubleshoot-add-ons.html speaks of
    real: `unexpected EKS Add-On (glrunner:aws-ebs-csi-driver) state returned during creation: unexpected state 'DEGRADED', wanted target 'ACTIVE'. last error: %!s(<nil>)`,
    nearMiss: {
      text: "waiting for EKS Cluster (glrunner) create: timeout while waiting for state to become 'ACTIVE' (last state: 'CREATING', timeout: 30m0s)",
      is: undefined,
    },
  },
];
