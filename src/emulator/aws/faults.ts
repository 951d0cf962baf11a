/**
 * Failures on demand: the next calls of an operation are throttled, refused, late or broken, in the words that the
 * real service uses, so that a retry catalogue and an error message are tested on what will really be printed.
 */
import { AwsError, accountId, type Protocol } from "./protocol";
import type { AwsRequest } from "./request";

interface FaultTarget {
  /** As in a signature: ec2, eks, iam, s3, ... */
  readonly service: string;
  /** @default any operation of the service */
  readonly operation?: string;
  /** How many matching calls meet it. @default 1 */
  readonly times?: number;
  /** How many matching calls pass first. @default 0 */
  readonly after?: number;
}

export type AwsFault =
  | (FaultTarget & { readonly kind: "throttling" | "expired-credentials" | "internal-error" | "denied" })
  /** The call is late, and then done as if nothing had been. */
  | (FaultTarget & { readonly kind: "delay"; readonly seconds: number });

export class AwsFaults {
  private readonly waiting: { readonly fault: AwsFault; seen: number }[] = [];

  inject(fault: AwsFault): void {
    this.waiting.push({ fault, seen: 0 });
  }

  clear(): void {
    this.waiting.length = 0;
  }

  /** Counts the call, and says which fault it meets. */
  meet(request: Pick<AwsRequest, "service" | "operation">): AwsFault | undefined {
    let met: AwsFault | undefined;
    for (const entry of this.waiting) {
      const { service, operation, after = 0, times = 1 } = entry.fault;
      if (service !== request.service || (operation ?? request.operation) !== request.operation) continue;
      entry.seen += 1;
      if (entry.seen > after && entry.seen <= after + times) met ??= entry.fault;
    }
    return met;
  }
}

type FailureKind = Exclude<AwsFault["kind"], "delay">;
type ErrorTexts = readonly [status: number, code: string, message: string];

const tokenExpired = "The security token included in the request is expired";
const errorTexts: Readonly<Record<FailureKind, Readonly<Record<Protocol, ErrorTexts>>>> = {
  throttling: {
    ec2: [503, "RequestLimitExceeded", "Request limit exceeded."],
    query: [400, "Throttling", "Rate exceeded"],
    s3: [503, "SlowDown", "Please reduce your request rate."],
    json: [400, "ThrottlingException", "Rate exceeded"],
    "rest-json": [429, "ThrottlingException", "Rate exceeded"],
  },
  "expired-credentials": {
    ec2: [400, "RequestExpired", "Request has expired."],
    query: [403, "ExpiredToken", tokenExpired],
    s3: [400, "ExpiredToken", "The provided token has expired."],
    json: [400, "ExpiredTokenException", tokenExpired],
    "rest-json": [403, "ExpiredTokenException", tokenExpired],
  },
  "internal-error": {
    ec2: [500, "InternalError", "An internal error has occurred"],
    query: [500, "InternalFailure", "The request processing has failed because of an unknown error."],
    s3: [500, "InternalError", "We encountered an internal error. Please try again."],
    json: [500, "InternalFailure", "The request processing has failed because of an unknown error."],
    "rest-json": [500, "InternalFailure", "The request processing has failed because of an unknown error."],
  },
  denied: {
    ec2: [403, "UnauthorizedOperation", "You are not authorized to perform this operation. "],
    query: [403, "AccessDenied", ""],
    s3: [403, "AccessDenied", "Access Denied"],
    json: [400, "AccessDeniedException", ""],
    "rest-json": [403, "AccessDeniedException", ""],
  },
};

export function failureOf(kind: FailureKind, request: AwsRequest): AwsError {
  const [status, code, message] = errorTexts[kind][request.protocol];
  if (kind !== "denied" || request.protocol === "s3") return new AwsError(status, code, message);
  const action = `${request.service}:${request.operation}`;
  return new AwsError(
    status,
    code,
    `${message}User: arn:aws:iam::${accountId}:user/emulated is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}
