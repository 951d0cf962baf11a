/** AWS refuses a request, throttles it, or has an internal error. */
import { networkFailure, retry, stop, type CatalogueEntry } from "../entry";

const providerRetries = "The provider has already retried up to 25 times, with increasing delays";

export const awsErrors: readonly CatalogueEntry[] = [
  {
    id: "access-denied",
    matches: [/\bAccessDenied(Exception)?\b|\bUnauthorizedOperation\b|is not authorized to perform: /],
    stages: "all",
    cause: "This identity lacks a permission, or a policy of the organization denies it.",
    action: stop,
    fix: "Give the identity the permission that the error names (`perform: service:Action`), then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
    example: `Error: creating EKS Fargate Profile (glrunner:karpenter): operation error EKS: CreateFargateProfile, https response error StatusCode: 403, RequestID: 0a1b2c3d, api error AccessDeniedException: User: arn:aws:iam::123456789012:user/runner is not authorized to perform: eks:CreateFargateProfile because no identity-based policy allows the eks:CreateFargateProfile action`,
  },
  {
    id: "spot-role-missing",
    matches: ["ServiceLinkedRoleCreationNotPermitted"],
    stages: ["addons", "runners"],
    cause:
      "The account has never used EC2 Spot, and Karpenter is not allowed to create the service-linked role.",
    action: stop,
    fix: "Run `aws iam create-service-linked-role --aws-service-name spot.amazonaws.com` once for the account, then run `glrunner resume`.",
    link: "https://karpenter.sh/docs/troubleshooting/#missing-service-linked-role",
    example: `Error: creating EC2 Fleet: AuthFailure.ServiceLinkedRoleCreationNotPermitted: The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.`,
  },
  {
    id: "fargate-role-unknown",
    matches: [/\bAWSServiceRoleForAmazonEKSForFargate\b/],
    stages: ["eks", "addons"],
    cause:
      "The first Fargate profile of an account needs the service-linked role of EKS Fargate, and this identity is not allowed to read or create it.",
    action: stop,
    fix: "Give this identity `iam:GetRole` and `iam:CreateServiceLinkedRole` for eks-fargate.amazonaws.com (`glrunner policy` prints both permissions), or run `aws iam create-service-linked-role --aws-service-name eks-fargate.amazonaws.com` once for the account. Then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-fargate.html",
    example: `Error: creating EKS Fargate Profile (glrunner:kube-system): operation error EKS: CreateFargateProfile, https response error StatusCode: 400, RequestID: 0a1b2c3d, InvalidRequestException: Failed to validate if SLR: AWSServiceRoleForAmazonEKSForFargate already exists due to missing permissions for 'iam:GetRole'`,
  },
  {
    id: "kms-principal-invalid",
    matches: ["MalformedPolicyDocumentException", /invalid principals|with no principal/],
    stages: ["eks", "addons"],
    cause:
      "The policy of the cluster's KMS key names a role or user that does not exist in this account. The provider has already tried again for two minutes.",
    action: stop,
    fix: "Check that the roles and users of the key exist (`aws iam get-role --role-name NAME`). Use the credentials of an IAM role or user, then run `glrunner resume`.",
    link: "https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2944",
    example: `Error: creating KMS Key: operation error KMS: CreateKey, https response error StatusCode: 400, RequestID: 0a1b2c3d, MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.`,
  },
  {
    id: "throttled",
    matches: [
      /\bThrottling(Exception)?: |\bRequestLimitExceeded\b|\bTooManyRequestsException\b|\bSlowDown\b|retry quota exceeded/,
    ],
    stages: "all",
    cause:
      "The account sends more requests than AWS allows. Requests of other programs in the account count too.",
    action: retry(
      5,
      60,
      `${providerRetries}; AWS restores the request rate within a minute, so five minutes are enough unless another program uses it up.`,
    ),
    fix: "If it persists: stop the other programs that call AWS in this account and Region, then run `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform-provider-aws/issues/34669",
    example: `Error: reading IAM Role (glrunner-cluster): operation error IAM: GetRole, exceeded maximum number of attempts, 25, https response error StatusCode: 400, RequestID: 0a1b2c3d, api error Throttling: Rate exceeded`,
  },
  {
    id: "aws-internal-error",
    matches: [
      /status ?code: 50[0234]\b/i,
      /\b(InternalFailure|InternalError|InternalServerException|InternalServerError|ServerException|ServiceFailure|ServiceUnavailable|ServiceUnavailableException|Unavailable)\b/,
    ],
    stages: "all",
    cause: "AWS returned an internal error.",
    action: retry(
      3,
      60,
      `${providerRetries}; three more minutes are enough for a short failure. A longer failure is an outage.`,
    ),
    fix: "If it persists: check the service at https://health.aws.amazon.com, and run `glrunner resume` when it works again.",
    link: "https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html",
    example: `Error: creating EKS Add-On (glrunner:vpc-cni): operation error EKS: CreateAddon, exceeded maximum number of attempts, 25, https response error StatusCode: 500, RequestID: 0a1b2c3d, api error InternalFailure: The request processing has failed because of an unknown error.`,
  },
  {
    id: "aws-unreachable",
    matches: [/request send failed, \w+ "https:\/\/[^"/]*amazonaws\.com/, networkFailure],
    stages: "all",
    cause: "This machine cannot connect to AWS, because of the network, its DNS or a proxy.",
    action: retry(5, 30, "A network usually recovers within two or three minutes."),
    fix: "If it persists: check the network, HTTPS_PROXY and the name of the Region, then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/general/latest/gr/rande.html",
    example: `Error: Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, Post "https://sts.eu-west-1.amazonaws.com/": dial tcp: lookup sts.eu-west-1.amazonaws.com on 10.0.0.2:53: no such host`,
  },
];
