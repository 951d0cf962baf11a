/**
 * Reads the caller, service, Region and operation of a request to AWS, from its signature and from where each protocol
 * names the operation. Nothing of the body is stored.
 */
import type { IncomingHttpHeaders } from "node:http";
import { eksOperation } from "./eks/routes";
import { protocolOf, type Protocol } from "./protocol";

interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** A signed request, as the handlers get it. */
export interface AwsRequest extends Signature {
  readonly method: string;
  /** Without the query, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly protocol: Protocol;
  readonly operation: string;
  /** Empty for a request whose body is streamed to moto. */
  readonly body: string;
}

export interface RequestHead {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Reads the header, or the query of a presigned URL. Undefined for an unsigned request. */
export function readSignature({ url, headers }: RequestHead): Signature | undefined {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1];
  const credential = inHeader ?? queryOf(url).get("X-Amz-Credential") ?? "";
  const match = /^(.+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  const [, accessKeyId = "", region = "", service = ""] = match ?? [];
  return match === null ? undefined : { accessKeyId, region, service };
}

/** Whether only the body names the operation. The body of every other request can be streamed. */
export function namesOperationInBody({ headers }: RequestHead): boolean {
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
}

export function readRequest(head: RequestHead, signature: Signature, body: string): AwsRequest {
  const { method, url, headers } = head;
  const query = queryOf(url);
  const path = url.replace(/\?.*$/s, "");
  const target = single(headers["x-amz-target"]);
  const protocol = protocolOf(signature.service, { target, contentType: headers["content-type"] });
  const request = { ...signature, method, path, query, protocol, body };
  return { ...request, operation: operationOf(request, target) };
}

function operationOf(request: Omit<AwsRequest, "operation">, target: string | undefined): string {
  const { protocol, service, method, path, query, body } = request;
  switch (protocol) {
    case "ec2":
    case "query":
      return query.get("Action") ?? new URLSearchParams(body).get("Action") ?? `${method} ${path}`;
    case "json":
      return target?.split(".").pop() ?? "";
    case "s3":
      return s3Operation(method, path, query);
    case "rest-json":
      return (service === "eks" ? eksOperation(method, path)?.operation : undefined) ?? `${method} ${path}`;
  }
}

const verbs: Readonly<Record<string, string>> = { GET: "Get", HEAD: "Head", PUT: "Put", DELETE: "Delete" };
const bucketOperations: Readonly<Record<string, string>> = {
  GET: "ListObjects",
  HEAD: "HeadBucket",
  PUT: "CreateBucket",
  DELETE: "DeleteBucket",
};

/** Precise enough to count the calls of a state backend and to make them fail. */
function s3Operation(method: string, path: string, query: URLSearchParams): string {
  const verb = verbs[method] ?? "Post";
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  if (bucket === "") return "ListBuckets";
  if (key !== "") return `${verb}Object`;
  const part = [...query].find(([name, value]) => value === "" && name !== "prefix")?.[0];
  if (part === "delete") return "DeleteObjects";
  if (part !== undefined) return `${verb}Bucket${part.charAt(0).toUpperCase()}${part.slice(1)}`;
  return bucketOperations[method] ?? "PostObject";
}

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : url.slice(start + 1));
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
