/** Explains an error of AWS in one line, with the next step. */
import { connectionProblem } from "../../clients/aws/aws-client";
import { connectionFix } from "../../clients/aws/aws-errors";
import { errorName } from "../../clients/aws/missing";
import { messageOf } from "../../clients/system/error-message";

/** Why a call to AWS failed. */
export interface AwsFailure {
  readonly text: string;
  readonly fix: string;
}

/** By the error's code; the first match counts. */
const fixes: readonly (readonly [RegExp, string])[] = [
  [
    /^(UnauthorizedOperation|AccessDenied(Exception)?|AuthFailure)$/,
    "Allow your role the action that the message names (`glrunner policy` prints what it needs), then run the same command again.",
  ],
  [
    /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|CredentialsProviderError)$/,
    "Get new credentials (in CloudShell: reload the browser tab), then run the same command again.",
  ],
  [
    /^(DependencyViolation|ResourceInUse(Exception)?|DeleteConflict(Exception)?)$/,
    "Another resource still uses it. Check what the sweep kept and what failed, wait a minute, then run the same command again.",
  ],
  [
    /^OperationNotPermitted(Exception)?$/,
    "It is protected against deletion. If you want it deleted, disable the protection, then run the same command again.",
  ],
  [
    /Throttl|RequestLimitExceeded|TooManyRequests/,
    "AWS throttles the requests of this account. Wait a minute, then run the same command again.",
  ],
];
const otherwise =
  "Run the same command again. If the message stays the same, delete the resource in the AWS console.";

/** The failure of a call to AWS, with the next step. */
export function failureOf(error: unknown): AwsFailure {
  const unreached = connectionProblem(error);
  if (unreached !== undefined) return { text: unreached, fix: connectionFix };
  const name = errorName(error);
  const message = messageOf(error);
  // Further lines of a signature error are the request's headers, which contain a session token.
  const [line = ""] = message.trim().split("\n");
  return {
    text: `${name}: ${line}`,
    fix: fixes.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise,
  };
}
