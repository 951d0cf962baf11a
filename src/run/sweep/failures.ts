/** What AWS says when something fails, and what helps. */
import { messageOf } from "../../clients/system/error-message";

export interface Failure {
  readonly text: string;
  readonly fix: string;
}

/** Code of the error, as AWS names it. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** By the error's name; the first that matches. */
const fixes: readonly (readonly [RegExp, string])[] = [
  [
    /^(UnauthorizedOperation|AccessDenied(Exception)?|AuthFailure)$/,
    "Let your role do what the message names, then run the same command again.",
  ],
  [
    /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|CredentialsProviderError)$/,
    "Get fresh credentials (in CloudShell: refresh the browser tab), then run the same command again.",
  ],
  [
    /^(DependencyViolation|ResourceInUse(Exception)?|DeleteConflict(Exception)?)$/,
    "Something that is not ours uses it still, or goes away only slowly: see what was kept and what failed, wait a minute, then run the same command again.",
  ],
  [
    /^OperationNotPermitted(Exception)?$/,
    "It is protected against deletion. Nobody but you should take that protection away; then run the same command again.",
  ],
  [
    /Throttl|RequestLimitExceeded|TooManyRequests/,
    "AWS is asked too much at the moment: wait a minute, then run the same command again.",
  ],
];
const otherwise = "Run the same command again; if the message stays the same, delete it in the AWS console.";

export function failureOf(error: unknown): Failure {
  const name = errorName(error);
  const message = messageOf(error);
  // A refused signature is followed by the request's headers, which hold a session token.
  const [line = ""] = message.trim().split("\n");
  return {
    text: `${name}: ${line}`,
    fix: fixes.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise,
  };
}
