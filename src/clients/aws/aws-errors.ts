/**
 * The meaning of error codes of AWS, its SDK and the system. `skew`: the clocks differ. `none`: no credentials.
 * Source: docs.aws.amazon.com/general/latest/gr/signing-errors and each service's "Common errors";
 * aws/aws-sdk-js-v3 packages/property-provider and clients; nodejs.org/api/errors; read 2026-11-24.
 */
export type AwsTrouble = "denied" | "expired" | "invalid" | "skew" | "none" | "network" | "missing";

export const awsErrorCodes: Readonly<Record<AwsTrouble, readonly string[]>> = {
  denied: [
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "AuthorizationError",
    "AuthorizationErrorException",
    "NotAuthorized",
  ],
  expired: ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenProviderError"],
  invalid: [
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "InvalidAccessKeyId",
    "AuthFailure",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "IncompleteSignature",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
  ],
  skew: ["RequestTimeTooSkewed", "RequestInTheFuture"],
  none: ["CredentialsProviderError"],
  network: [
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EPIPE",
    "ETIMEDOUT",
    "TimeoutError",
    "NetworkingError",
  ],
  missing: [
    "ResourceNotFoundException",
    "NotFoundException",
    "NoSuchEntity",
    "NoSuchEntityException",
    "ParameterNotFound",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
    "NoSuchResourceException",
    "InvalidSubnetID.NotFound",
    "InvalidVpcID.NotFound",
  ],
};

/** Messages that are more precise than their code. Source of the expired login: aws/aws-sdk-js-v3, SSO credentials. */
export const awsErrorWords: readonly { readonly words: RegExp; readonly trouble: AwsTrouble }[] = [
  { words: /signature (expired|not yet current)/i, trouble: "skew" },
  { words: /(session|token)[^.]* (has )?expired/i, trouble: "expired" },
];

/** The next step when this machine cannot connect to AWS. */
export const connectionFix =
  "Check the network, HTTPS_PROXY, the Region and AWS_ENDPOINT_URL, then run the same command again.";
