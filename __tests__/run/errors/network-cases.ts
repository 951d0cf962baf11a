import type { ErrorCase } from "./case";

/** An existing network, and what an account must have. */
export const networkCases: readonly ErrorCase[] = [
  {
    id: "bucket-exists",
    stack: "runners",
    during: "apply",
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, as public logs of the provider quote it
    real: `creating S3 Bucket (mybucket1908): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: YDPDPAK52N1KXPF4, HostID: +WogPsss3hKSuy5fMirQiZa6E+IvVLQL, BucketAlreadyExists: `,
    nearMiss: {
      text: "creating S3 Bucket (a): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: a, HostID: a, OperationAborted: A conflicting conditional operation is currently in progress against this resource.",
      is: undefined,
    },
  },
  {
    id: "bucket-owned",
    stack: "runners",
    during: "apply",
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, as public logs of the provider quote it
    real: `creating S3 Bucket (alfa-eks-alb-access-log-us-gov-west-1): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: GBB9TX7F68GC57ZQ, HostID: gOcVi8VjP7l2BlSH5HCcndim5V, BucketAlreadyOwnedByYou: `,
    nearMiss: {
      text: "creating S3 Bucket (a): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: a, HostID: a, BucketAlreadyExists: ",
      is: "bucket-exists",
    },
  },
  {
    id: "bucket-not-empty",
    stack: "runners",
    during: "destroy",
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html, as public logs of the provider quote it
    real: `operation error S3: DeleteBucket, https response error StatusCode: 409, RequestID: 1S2TQ1F50737F6VA, HostID: zUcZVNGhxQtg5EepWlToEuKAEQwsvc7ZQnQn7y7DmhaqOJBiF5EdlJCHGbKxt1mASDD, api error BucketNotEmpty: The bucket you tried to delete is not empty`,
    nearMiss: {
      text: "deleting S3 Bucket (a): operation error S3: DeleteBucket, https response error StatusCode: 404, RequestID: a, HostID: a, api error NoSuchBucket: The specified bucket does not exist",
      is: undefined,
    },
  },
  {
    id: "quota-security-groups",
    stack: "eks",
    during: "apply",
    // https://github.com/otiai10/hotsub/issues/36, less docker-machine's own words
    real: `SecurityGroupLimitExceeded: The maximum number of security groups for VPC 'vpc-3311ce57' has been reached.
    status code: 400, request id: b2de4bd5-7000-498b-9a3a-acf55af449e5`,
    nearMiss: {
      // https://github.com/aws-samples/aws-cloudfront-samples/issues/53
      text: "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.",
      is: undefined,
    },
  },
  {
    id: "fargate-role-unknown",
    stack: "eks",
    during: "apply",
    // https://github.com/aws-controllers-k8s/community/issues/1821
    real: `InvalidRequestException: Failed to validate if SLR: AWSServiceRoleForAmazonEKSForFargate already exists due to missing permissions for 'iam:GetRole`,
    nearMiss: {
      text: "InvalidRequestException: Failed to validate if SLR: AWSServiceRoleForAmazonEKSNodegroup already exists due to missing permissions for 'iam:GetRole'",
      is: undefined,
    },
  },
  {
    id: "kms-principal-invalid",
    stack: "eks",
    during: "apply",
    // https://github.com/awslabs/minimum-viable-dataspace-on-aws/issues/6
    real: `creating KMS Key: operation error KMS: CreateKey, https response error StatusCode: 400, RequestID: c741a78f-b18f-45e6-a5d1-7dc7db87d73e, MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.`,
    nearMiss: {
      text: "creating IAM Policy (a): operation error IAM: CreatePolicy, https response error StatusCode: 400, RequestID: a, MalformedPolicyDocument: The policy failed legacy parsing",
      is: undefined,
    },
  },
  {
    id: "subnets-one-zone",
    stack: "eks",
    during: "apply",
    // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, in the words of CreateCluster as public examples quote them
    real: `error creating EKS Cluster (gkzz-dev-cluster): InvalidParameterException: Subnets specified must be in at least two different AZs`,
    nearMiss: {
      text: "error creating EKS Cluster (a): InvalidParameterException: The subnet ID 'subnet-1' does not exist",
      is: undefined,
    },
  },
  {
    id: "fargate-subnet-public",
    stack: "eks",
    during: "apply",
    // https://github.com/awslabs/eks-perf-tests/issues/195
    real: `An error occurred (InvalidParameterException) when calling the CreateFargateProfile operation: Subnet subnet-0ab49c01946ecc462 provided in Fargate Profile is not a private subnet`,
    nearMiss: {
      text: "An error occurred (InvalidParameterException) when calling the CreateFargateProfile operation: Misconfigured PodExecutionRole Trust Policy",
      is: undefined,
    },
  },
  {
    id: "nodes-not-joined",
    stack: "eks",
    during: "apply",
    // https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html (NodeCreationFailure), as Terraform prints it
    real: `error waiting for EKS Node Group (atlas-ng-second-test-cluster:appNode) to create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: 1 error occurred:
        * i-06a4b4afc9e7a76b0: NodeCreationFailure: Instances failed to join the kubernetes cluster`,
    nearMiss: {
      text: "error waiting for EKS Node Group (a:b) to delete: unexpected state 'DELETE_FAILED', wanted target ''. last error: AutoScalingGroupInvalidConfiguration: Couldn't terminate instances in ASG as Terminate process is suspended",
      is: undefined,
    },
  },
];
