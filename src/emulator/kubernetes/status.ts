/**
 * The errors of the Kubernetes API: a Status with the texts of the real API server.
 * Source: NewNotFound, NewMethodNotSupported, NewForbidden, NewUnauthorized, NewBadRequest of apimachinery's api/errors.
 */
import { groupOf, qualified, type ServedKind } from "./kinds";

interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: object;
}

export class KubernetesError extends Error {
  constructor(private readonly refusal: Refusal) {
    super(refusal.message);
  }

  /** Status code of HTTP. */
  get code(): number {
    return this.refusal.code;
  }

  /** Body of the response. */
  get status(): object {
    return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", ...this.refusal };
  }
}

export function notFound(kind: ServedKind, name: string): KubernetesError {
  return new KubernetesError({
    code: 404,
    reason: "NotFound",
    message: `${qualified(kind)} "${name}" not found`,
    details: detailsOf(kind, name),
  });
}

export function methodNotAllowed(kind: ServedKind, verb: string): KubernetesError {
  return new KubernetesError({
    code: 405,
    reason: "MethodNotAllowed",
    message: `${verb} is not supported on resources of kind "${qualified(kind)}"`,
    details: detailsOf(kind),
  });
}

/** @param name of one object; undefined for a list */
export function forbidden(kind: ServedKind, name: string | undefined, reason: string): KubernetesError {
  return new KubernetesError({
    code: 403,
    reason: "Forbidden",
    message: `${qualified(kind)}${name === undefined ? "" : ` "${name}"`} is forbidden: ${reason}`,
    details: detailsOf(kind, name),
  });
}

/** @param reason text of the storage: staging/src/k8s.io/apiserver/pkg/storage/interfaces.go, Preconditions.Check */
export function conflict(kind: ServedKind, name: string, reason: string): KubernetesError {
  return new KubernetesError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${reason}`,
    details: detailsOf(kind, name),
  });
}

export function badRequest(message: string): KubernetesError {
  return new KubernetesError({ code: 400, reason: "BadRequest", message });
}

/** The text that clients print for a path that the server does not know. */
export const unknownAddress = new KubernetesError({
  code: 404,
  reason: "NotFound",
  message: "the server could not find the requested resource",
  details: {},
});

export const unauthorized = new KubernetesError({
  code: 401,
  reason: "Unauthorized",
  message: "Unauthorized",
});

/** In a Status, `kind` holds the resource's plural name. */
export function detailsOf({ apiVersion, plural }: ServedKind, name?: string, uid?: string): object {
  const group = groupOf(apiVersion);
  return {
    ...(name !== undefined && { name }),
    ...(group !== "" && { group }),
    kind: plural,
    ...(uid !== undefined && { uid }),
  };
}
