/** Makes read-only calls to AWS with a time limit. A failure has a reason, which names a missing permission. */
import { setMaxListeners } from "node:events";
import { maskText } from "../../config";
import type { AwsAccess } from "./aws-access";
import { awsErrorCodes, awsErrorWords, type AwsTrouble } from "./aws-errors";

/** What a call to AWS needs. */
export interface AwsContext {
  readonly access: AwsAccess;
  readonly signal?: AbortSignal;
}

/** Why a call to AWS failed. */
export interface AwsCallFailure {
  readonly trouble: AwsTrouble | "offline" | "interrupted" | "other";
  /** The reason as part of a sentence. */
  readonly reason: string;
  /** The name of the error in AWS or in the system. */
  readonly code: string;
}

export type AwsResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: AwsCallFailure };

/**
 * Looks for credentials once for all calls; otherwise each call would start its own login process or browser login.
 * A check takes seconds, so the credentials need no renewal.
 */
export function awsContext(access: AwsAccess, signal?: AbortSignal): AwsContext {
  // Two dozen calls listen to the signal at once; from eleven listeners on, Node would warn of a leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const { credentials: given } = access;
  if (typeof given !== "function") return { access, signal };
  let found: ReturnType<typeof given> | undefined;
  return { access: { ...access, credentials: () => (found ??= given()) }, signal };
}

export function isAwsCallFailure(aws: AwsContext | AwsCallFailure): aws is AwsCallFailure {
  return "reason" in aws;
}

/** Settings for any client: without a network, a call fails in seconds, not minutes. */
export function clientSettings({ access }: AwsContext) {
  return {
    ...access,
    maxAttempts: 2,
    requestHandler: { ...access.requestHandler, connectionTimeout: 5_000, requestTimeout: 20_000 },
  };
}

/** Options of every call of a client. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * Calls AWS and returns its answer, or the reason for the failure. Never throws.
 * @param permission the IAM action that the call needs, such as `ec2:DescribeVpcs`
 */
export async function callAws<T>(
  { signal }: AwsContext,
  permission: string,
  call: (options: CallOptions) => Promise<T>,
): Promise<AwsResult<T>> {
  try {
    signal?.throwIfAborted();
    return { ok: true, value: await call(signal === undefined ? {} : { abortSignal: signal }) };
  } catch (error) {
    return { ok: false, failure: explain(error, permission, signal) };
  }
}

/** Replaces the failure of a missing resource by the value undefined. */
export function orMissing<T>(answer: AwsResult<T>): AwsResult<T | undefined> {
  return !answer.ok && answer.failure.trouble === "missing" ? { ok: true, value: undefined } : answer;
}

/** Why AWS was not reachable, such as `AWS was not reached (ECONNREFUSED)`; undefined if AWS answered. */
export function connectionProblem(error: unknown): string | undefined {
  const { trouble, reason } = explain(error, "", undefined);
  return trouble === "network" ? reason : undefined;
}

function explain(error: unknown, permission: string, signal: AbortSignal | undefined): AwsCallFailure {
  if (signal?.aborted === true) return { trouble: "interrupted", reason: "interrupted", code: "" };
  const codes = codesOf(error);
  const message = error instanceof Error ? error.message : "";
  if (isForeignAnswer(error)) {
    const reason = "the answer did not come from AWS; a proxy or a login page may have sent it";
    return { trouble: "network", code: "foreign-answer", reason };
  }
  const trouble = troubleOf(codes, message);
  // Node reports a refused connection as an AggregateError, whose code says more than its name.
  const code = codes.find((each) => knownCodes.has(each)) ?? codes[0] ?? "an unknown error";
  return { trouble, code, reason: reasonOf(trouble, { code, permission, message }) };
}

/** A proxy or a login page answers with HTML, which the SDK cannot parse. */
function isForeignAnswer(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    (error instanceof Error && error.message.includes("Deserialization error"))
  );
}

/** Names and codes of an error and of its causes. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const deeper =
    error instanceof AggregateError ? error.errors.flatMap((each: unknown) => codesOf(each)) : [];
  return [...(error.name === "Error" ? [] : [error.name]), ...code, ...deeper, ...codesOf(error.cause)];
}

function troubleOf(codes: readonly string[], message: string): AwsCallFailure["trouble"] {
  const worded = awsErrorWords.find(({ words }) => words.test(message));
  if (worded !== undefined) return worded.trouble;
  const known = Object.keys(awsErrorCodes).filter((key): key is AwsTrouble => key in awsErrorCodes);
  return known.find((trouble) => awsErrorCodes[trouble].some((code) => codes.includes(code))) ?? "other";
}

const knownCodes = new Set(Object.values(awsErrorCodes).flat());
const maxMessageCharacters = 200;

function reasonOf(
  trouble: AwsCallFailure["trouble"],
  {
    code,
    permission,
    message,
  }: { readonly code: string; readonly permission: string; readonly message: string },
): string {
  switch (trouble) {
    case "denied":
      return `these credentials lack the permission ${permission}`;
    case "expired":
      return "the credentials have expired";
    case "invalid":
      return `AWS does not accept the credentials (${code})`;
    case "skew":
      return "this machine's clock differs too much from AWS's";
    case "none":
      return "there are no credentials";
    case "network":
      return `AWS was not reached (${code})`;
    case "missing":
      return "AWS has no resource with that name";
    case "offline":
    case "interrupted":
      return trouble;
    case "other": {
      const [line = ""] = maskText(message).split("\n");
      return `AWS answered ${code}${line === "" ? "" : `: ${line.slice(0, maxMessageCharacters)}`}`;
    }
  }
}
