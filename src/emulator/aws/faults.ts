/**
 * Failures on demand: the next calls of an operation are throttled, refused, delayed or broken, with the error texts of the
 * real service, so that the retry catalogue and the error messages are tested with what AWS really prints.
 */
import { InjectedFaults, type FaultTiming } from "../injected-faults";
import { AwsError, accountId, type Protocol } from "./protocol";
import type { AwsRequest } from "./request";

interface FaultTarget extends FaultTiming {
  /** As in a signature: ec2, eks, iam, s3, ... */
  readonly service: string;
  /** @default any operation of the service */
  readonly operation?: string;
}

export type AwsFault =
  | (FaultTarget & { readonly kind: "throttling" | "expired-credentials" | "internal-error" | "denied" })
  /** The call is carried out after a pause. */
  | (FaultTarget & { readonly kind: "delay"; readonly seconds: number });

export class AwsFaults extends InjectedFaults<AwsFault, Pick<AwsRequest, "service" | "operation">> {
  constructor() {
    super(
      (fault, { service, operation }) =>
        fault.service === service && (fault.operation ?? operation) === operation,
    );
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

/** The error in the format and with the text of the service that is called. */
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
