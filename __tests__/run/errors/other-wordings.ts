import type { ErrorCase } from "./case";

type Wording = Pick<ErrorCase, "id" | "stack" | "during"> & { readonly text: string };

/** The same trouble as other services, backends and versions word it. */
export const otherWordings: readonly Wording[] = [
  {
    id: "chart-refused",
    stack: "addons",
    during: "plan",
    // https://github.com/hashicorp/terraform-provider-helm/issues/1645
    text: `OCI Registry Login Failed

Failed to log in to OCI registry "oci://public.ecr.aws/karpenter": could
not login to OCI registry "public.ecr.aws": login attempt to
https://public.ecr.aws/v2/ failed with status: 403 Forbidden`,
  },
  {
    id: "chart-refused",
    stack: "addons",
    during: "apply",
    // https://github.com/aws/karpenter-provider-aws/issues/6357
    text: `Error: could not login to OCI registry "public.ecr.aws": login attempt to https://public.ecr.aws/v2/ failed with status: 403 Forbidden`,
  },
  {
    id: "kms-principal-invalid",
    stack: "eks",
    during: "apply",
    // https://github.com/terraform-aws-modules/terraform-aws-eks/pull/2163
    text: "error creating KMS Key: MalformedPolicyDocumentException: Policy contains a statement with no principal.",
  },
  // The services' own codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  {
    id: "credentials-expired",
    stack: "vpc",
    during: "apply",
    text: "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 400, RequestID: a, api error RequestExpired: Request has expired.",
  },
  {
    id: "credentials-expired",
    stack: "vpc",
    during: "init",
    text: `Error: Error refreshing state: Unable to access object "vpc.tfstate" in S3 bucket "states": operation error S3: HeadObject, https response error StatusCode: 400, RequestID: a, HostID: b, api error ExpiredToken: The provided token has expired.`,
  },
  {
    id: "throttled",
    stack: "vpc",
    during: "apply",
    text: "creating EC2 VPC: operation error EC2: CreateVpc, exceeded maximum number of attempts, 25, https response error StatusCode: 503, RequestID: a, api error RequestLimitExceeded: Request limit exceeded.",
  },
  {
    id: "throttled",
    stack: "eks",
    during: "apply",
    text: "creating EKS Cluster (a): operation error EKS: CreateCluster, exceeded maximum number of attempts, 25, https response error StatusCode: 429, RequestID: a, api error ThrottlingException: Rate exceeded",
  },
  {
    id: "throttled",
    stack: "eks",
    during: "plan",
    text: "operation error S3: GetObject, https response error StatusCode: 503, RequestID: a, HostID: b, api error SlowDown: Please reduce your request rate.",
  },
  {
    id: "aws-internal-error",
    stack: "vpc",
    during: "apply",
    text: "creating EC2 VPC: operation error EC2: CreateVpc, exceeded maximum number of attempts, 25, https response error StatusCode: 500, RequestID: a, api error InternalError: An internal error has occurred",
  },
  {
    id: "access-denied",
    stack: "vpc",
    during: "apply",
    text: "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 403, RequestID: a, api error UnauthorizedOperation: You are not authorized to perform this operation.",
  },
  {
    id: "access-denied",
    stack: "eks",
    during: "plan",
    text: "operation error S3: HeadObject, https response error StatusCode: 403, RequestID: a, HostID: b, api error AccessDenied: Access Denied",
  },
  // Seen with Terraform 1.11.4 and aws 5.100.0
  {
    id: "credentials-missing",
    stack: "vpc",
    during: "plan",
    text: `No valid credential sources found: Please see https://registry.terraform.io/providers/hashicorp/aws
for more information about providing credentials.

Error: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, or "AWS_EC2_METADATA_DISABLED" environment variable
`,
  },
  // https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html: 254 is an error of the service
  {
    id: "cluster-credentials",
    stack: "addons",
    during: "plan",
    text: `Get "https://127.0.0.1/api/v1/namespaces/karpenter": getting credentials: exec: executable aws failed with exit code 254`,
  },
  // Seen with the example at v4.29.0 when its cluster took longer than the token lived
  {
    id: "cluster-token-expired",
    stack: "eks",
    during: "apply",
    text: `Have got the following error while validating the existence of the ConfigMap "aws-auth": Unauthorized`,
  },
  // https://github.com/runatlantis/atlantis/issues/800
  { id: "cluster-token-expired", stack: "runners", during: "destroy", text: "Unauthorized" },
  // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3088
  {
    id: "cluster-token-expired",
    stack: "addons",
    during: "plan",
    text: "Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
  },
  // https://github.com/rustfs/rustfs/issues/1610
  {
    id: "state-locked",
    stack: "vpc",
    during: "plan",
    text: `Error acquiring the state lock: Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: , HostID: , api error PreconditionFailed: At least one
of the pre-conditions you specified did not hold`,
  },
  // https://github.com/hashicorp/terraform/issues/30149
  {
    id: "state-locked",
    stack: "vpc",
    during: "plan",
    text: `Error acquiring the state lock: Error message: 2 errors occurred:
	* writing
"gs://buket_name/bucket_prefix/dir1/terraform1/default.tflock"
failed: googleapi: Error 412: At least one of the pre-conditions you
specified did not hold., conditionNotMet
	* storage: object doesn't exist`,
  },
  // https://github.com/nimbolus/terraform-backend/pull/29
  {
    id: "state-locked",
    stack: "runners",
    during: "destroy",
    text: "Error acquiring the state lock: Error message: HTTP remote state already locked, failed to unmarshal body",
  },
  // https://github.com/radius-project/radius/issues/10179
  {
    id: "state-locked",
    stack: "eks",
    during: "destroy",
    text: `Error acquiring the state lock: Error message: the state is already locked by another terraform client
Lock Info:
  ID:        3d20d141-88c4-bb14-d677-88c5c9ec329a`,
  },
  // Seen with Terraform 1.11.4, the state's path changed, with and without -input=false
  {
    id: "backend-changed",
    stack: "eks",
    during: "init",
    text: `Error: Can't ask approval for state migration when interactive input is disabled.

Please remove the "-input=false" option and try again.`,
  },
  { id: "backend-changed", stack: "eks", during: "init", text: "Error: Error asking for confirmation: EOF" },
  // Seen with Terraform 1.11.4 without a network
  {
    id: "registry-unreachable",
    stack: "vpc",
    during: "init",
    text: `Error: Error accessing remote module registry

  on main.tf line 9:
   9: module "m" {

Failed to retrieve available versions for module "m" (main.tf:9) from
registry.terraform.io: failed to request discovery document: Get
"https://registry.terraform.io/.well-known/terraform.json": dial tcp: lookup
registry.terraform.io on 10.255.255.53:53: no such host.`,
  },
  // The form of https://github.com/hashicorp/terraform/issues/27892, with git's words for a missing network
  {
    id: "registry-unreachable",
    stack: "addons",
    during: "init",
    text: `Error: Failed to download module

Could not download module "addons" (cdk.tf.json:3) source code from
"git::https://github.com/aws-ia/terraform-aws-eks-blueprints.git": error
downloading 'https://github.com/aws-ia/terraform-aws-eks-blueprints.git':
/usr/bin/git exited with 128: fatal: unable to access
'https://github.com/aws-ia/terraform-aws-eks-blueprints.git/': Could not
resolve host: github.com`,
  },
  // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2048
  {
    id: "dependency-left",
    stack: "eks",
    during: "destroy",
    text: `Error deleting security group: DependencyViolation: resource sg-065ad5c1c3e5581d0 has a dependent object
  status code: 400, request id: 269fdc4c-cf59-4f0e-8eb8-6a8c2b4a5bce`,
  },
  // https://github.com/aws/karpenter-provider-aws/issues/3441
  {
    id: "chart-refused",
    stack: "addons",
    during: "plan",
    text: "pulling from host public.ecr.aws failed with status code [manifests v0.27.0]: 403 Forbidden",
  },
  // https://github.com/METR/hawk/issues/1135
  {
    id: "registry-limit",
    stack: "addons",
    during: "plan",
    text: `failed to perform "FetchReference" on source: GET "https://public.ecr.aws/v2/karpenter/karpenter-crd/manifests/1.8.3": response status code 429: toomanyrequests: Data limit exceeded`,
  },
  // https://github.com/manheim/terraform-pipeline/issues/429
  {
    id: "state-not-written",
    stack: "eks",
    during: "apply",
    text: `Failed to persist state to backend: The error shown above has prevented Terraform from writing the updated
state to the configured backend. To allow for recovery, the state has been
written to the file "errored.tfstate" in the current working directory.`,
  },
];
