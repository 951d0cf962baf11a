/** Missing, expired and wrong credentials of AWS and of the cluster. */
import { retry, stop, waitForCredentials, withKubernetes, type CatalogueEntry } from "../entry";

const refresh =
  "In CloudShell, refresh the browser tab. Elsewhere, log in again (`aws sso login`, or set new AWS_* variables). The run continues as soon as `aws sts get-caller-identity` works.";

export const credentialErrors: readonly CatalogueEntry[] = [
  {
    id: "credentials-expired",
    matches: [
      /\b(ExpiredToken|ExpiredTokenException|RequestExpired)\b|security token included in the request is expired/i,
    ],
    stages: "all",
    cause:
      "The session's AWS credentials expired while Terraform was running. The state records its changes.",
    action: waitForCredentials,
    fix: refresh,
    link: "https://github.com/hashicorp/terraform-provider-aws/issues/32809",
    example: `Error: creating EKS Add-On (glrunner:coredns): operation error EKS: CreateAddon, https response error StatusCode: 403, RequestID: 0a1b2c3d, api error ExpiredTokenException: The security token included in the request is expired`,
  },
  {
    id: "credentials-missing",
    matches: [/no valid credential sources|NoCredentialProviders|failed to refresh cached credentials/i],
    stages: "all",
    cause:
      "The AWS provider or the state's backend found no credentials, or could not renew the ones that it had.",
    action: waitForCredentials,
    fix: refresh,
    link: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#authentication-and-configuration",
    example: `Error: No valid credential sources found

Please see https://registry.terraform.io/providers/hashicorp/aws
for more information about providing credentials.

Error: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, or "AWS_EC2_METADATA_DISABLED" environment variable`,
  },
  {
    id: "credentials-rejected",
    matches: [
      /\b(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure: AWS was not able to validate)\b|security token included in the request is invalid/i,
    ],
    stages: "all",
    cause:
      "AWS does not recognize these credentials: their session ended, or some of the AWS_* variables belong to an older session.",
    action: waitForCredentials,
    fix: `${refresh} Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN together, or none of them.`,
    link: "https://github.com/hashicorp/terraform/issues/5822",
    example: `Error: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 0a1b2c3d, api error InvalidClientTokenId: The security token included in the request is invalid.`,
  },
  {
    id: "clock-wrong",
    matches: [/\bSignature expired: |\bSignature not yet current: |\bRequestTimeTooSkewed\b/],
    stages: "all",
    cause: "The clock of this machine is wrong by several minutes, so AWS rejects every signature.",
    action: stop,
    fix: "Set the clock (`sudo chronyc makestep`, or restart the virtual machine), then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html",
    example: `Error: configuring Terraform AWS Provider: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 0a1b2c3d, api error SignatureDoesNotMatch: Signature expired: 20230524T101500Z is now earlier than 20230524T103100Z (20230524T104600Z - 15 min.)`,
  },
  {
    id: "cluster-credentials",
    matches: [/getting credentials: exec: executable aws failed with exit code 25[345]\b/],
    stages: withKubernetes,
    cause:
      "The Kubernetes providers run `aws eks get-token` for every login, and it failed: the AWS credentials expired or are missing.",
    action: waitForCredentials,
    fix: refresh,
    link: "https://github.com/polyseam/cndi/issues/731",
    example: `Error: Kubernetes cluster unreachable: Get "https://E52D2DF2817BC57208FE0DDC516209A5.sk1.us-east-2.eks.amazonaws.com/version": getting credentials: exec: executable aws failed with exit code 255`,
  },
  {
    id: "aws-cli-missing",
    matches: [/exec: executable aws not found|exec: "aws": executable file not found/],
    stages: withKubernetes,
    cause: "The Kubernetes providers log in with the command `aws`, which is not on PATH.",
    action: stop,
    fix: "Install version 2 of the AWS CLI, then run `glrunner resume`.",
    link: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    example: `Error: Kubernetes cluster unreachable: Get "https://E52D2DF2817BC57208FE0DDC516209A5.sk1.us-east-2.eks.amazonaws.com/version": getting credentials: exec: executable aws not found

It looks like you are trying to use a client-go credential plugin that is not installed.`,
  },
  {
    id: "exec-api-version",
    matches: [
      /no kind "ExecCredential" is registered for version|plugin returned version client\.authentication/,
    ],
    stages: withKubernetes,
    cause: "The installed `aws` is too old: it uses a version of the credential API that Kubernetes removed.",
    action: stop,
    fix: "Update the AWS CLI to version 2, then run `glrunner resume`.",
    link: "https://github.com/aws/aws-cli/issues/6920",
    example: `Error: Kubernetes cluster unreachable: Get "https://C80F62EF10F09BD537A7BD916997F12A.gr7.eu-west-1.eks.amazonaws.com/version": getting credentials: decoding stdout: no kind "ExecCredential" is registered for version "client.authentication.k8s.io/v1alpha1" in scheme "pkg/runtime/scheme.go:100"`,
  },
  {
    id: "cluster-token-expired",
    matches: [
      /^Unauthorized\b|(?<!\d): Unauthorized$|the server has asked for the client to provide credentials/,
    ],
    stages: withKubernetes,
    cause:
      "The cluster's token, which is valid for 15 minutes, expired during the run, or this identity has no access to the cluster.",
    action: retry(
      2,
      15,
      "Each command gets a new token, so the first retry helps; a change of aws-auth may take effect seconds later. If it still fails, the identity has no access.",
    ),
    fix: "If it persists: add this identity to `aws-auth`, or use the identity that created the cluster. Then run `glrunner resume`.",
    link: "https://github.com/hashicorp/terraform-provider-kubernetes/issues/1131",
    example: `Error: Unauthorized

  with kubernetes_secret_v1.secret,
  on main.tf line 32, in resource "kubernetes_secret_v1" "secret":
  32: resource "kubernetes_secret_v1" "secret" {`,
  },
];
