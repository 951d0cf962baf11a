/**
 * Sends one HTTP request and receives its response, within limits of time and size. It uses this machine's proxy, can trust
 * a private CA, and does not follow redirects.
 */
import { readFileSync } from "node:fs";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { rootCertificates } from "node:tls";
import type { Environment } from "../../config/environment";
import { messageOf } from "./error-message";
import { proxyFor } from "./proxy";
import { openTunnel } from "./tunnel";

/** How this machine reaches a server. */
export interface Route {
  /** HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS of the command. */
  readonly env: Environment;
  /** PEM of a private CA to trust in addition to the public ones. */
  readonly ca?: string;
}

interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Limit for the whole exchange, including the tunnel through a proxy. */
  readonly timeoutMilliseconds: number;
  readonly maxBytes: number;
  /** Interrupts the exchange. @default nothing does */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Undefined if the body is larger than `maxBytes`; its rest is not received. */
  readonly text: string | undefined;
}

/** @throws the error of the system, TLS or the proxy; a `TimeoutError` after the time limit */
export async function exchange(url: URL, route: Route, request: HttpRequest): Promise<HttpResponse> {
  const time = AbortSignal.timeout(request.timeoutMilliseconds);
  const signal = request.signal === undefined ? time : AbortSignal.any([time, request.signal]);
  const response = await openResponse(url, route, { ...request, signal });
  const text = await boundedText(response, request.maxBytes).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  return {
    status: response.statusCode ?? 0,
    header: (name) => [response.headers[name]].flat()[0],
    text,
  };
}

interface OpenRequest extends Pick<HttpRequest, "method" | "headers" | "body"> {
  /** Ends the request and its response. */
  readonly signal: AbortSignal;
}

/** Sends a request and returns its response with an unread body. @throws as `exchange` */
export async function openResponse(url: URL, route: Route, request: OpenRequest): Promise<IncomingMessage> {
  const { method, headers, body, signal } = request;
  // Node does not set it for DELETE.
  const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
  const options = { method, headers: { ...headers, ...length }, signal, ...certificates(route) };
  try {
    const proxy = proxyFor(url, route.env);
    const socket = proxy && (await openTunnel(proxy, url, options));
    return await new Promise<IncomingMessage>((resolve, reject) => {
      // A new connection: the server may close one that was kept open, just when a call that must not be repeated is sent.
      const connection = socket === undefined ? { agent: false } : { createConnection: () => socket };
      const outgoing =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, ...connection })
          : requestHttp(url, { ...options, agent: false });
      outgoing.once("response", resolve).once("error", reject).end(body);
    });
  } catch (error) {
    signal.throwIfAborted();
    // For a name with several addresses, Node reports an AggregateError with an empty message and one error per address.
    const inside: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
    throw inside.length === 0 ? error : new Error(messageOf(inside[0]), { cause: error });
  }
}

/** Node trusts only the authorities in `ca`, so the list includes the public ones. */
function certificates({ ca, env }: Route): { readonly ca?: string[] } {
  return ca === undefined ? {} : { ca: [...rootCertificates, ...extraCertificates(env), ca] };
}

function extraCertificates({ NODE_EXTRA_CA_CERTS: file = "" }: Environment): readonly string[] {
  try {
    return file === "" ? [] : [readFileSync(file, "utf8")];
  } catch {
    // Node itself warns about the file and continues without it.
    return [];
  }
}

function boundedText(response: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response
      .on("data", (chunk: Buffer) => {
        size += chunk.byteLength;
        chunks.push(chunk);
        if (size <= maxBytes) return;
        resolve(undefined);
        response.destroy();
      })
      .once("end", () => {
        resolve(Buffer.concat(chunks).toString("utf8"));
      })
      .once("error", reject);
  });
}
