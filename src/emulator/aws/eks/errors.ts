/** The errors of the emulated EKS, with the codes and statuses of the real one. */
import * as z from "zod";
import { AwsError } from "../protocol";

/** Throws instead of returning the error, so that a caller can write `resource ?? notFound(...)`. */
export function notFound(message: string): never {
  throw new AwsError(404, "ResourceNotFoundException", message);
}

export function inUse(cluster: string, message: string): AwsError {
  return new AwsError(409, "ResourceInUseException", message, { clusterName: cluster });
}

/** A parameter that EKS always refuses. */
export function invalid(message: string): AwsError {
  return new AwsError(400, "InvalidParameterException", message);
}

/** A valid request that EKS refuses in the current state, such as the deletion of a protected cluster. */
export function refused(message: string): AwsError {
  return new AwsError(400, "InvalidRequestException", message);
}

/**
 * Reads the body of a request.
 * @throws InvalidParameterException, as EKS does for a body that it cannot read
 */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalid(z.prettifyError(parsed.error));
}
