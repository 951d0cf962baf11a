/**
 * One HTTP request and its answer: through the proxy of this machine, trusting a CA of the user's own, bounded in time and
 * size. Redirects are not followed.
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
  /** PEM of a CA that may have signed the server's certificate, next to those that every program trusts. */
  readonly ca?: string;
}

interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, the tunnel included. */
  readonly timeoutMilliseconds: number;
  readonly maxBytes: number;
  /** Ends it earlier. @default nothing does */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Undefined where it is larger than `maxBytes`; the rest of it is not received. */
  readonly text: string | undefined;
}

/** @throws what the system, TLS or the proxy says; a `TimeoutError` after the time */
export async function exchange(url: URL, route: Route, request: HttpRequest): Promise<HttpResponse> {
  const { timeoutMilliseconds, method, headers, body, maxBytes } = request;
  const time = AbortSignal.timeout(timeoutMilliseconds);
  const signal = request.signal === undefined ? time : AbortSignal.any([time, request.signal]);
  // Node adds it to no DELETE.
  const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
  const options = { method, headers: { ...headers, ...length }, signal, ...certificates(route) };
  try {
    const proxy = proxyFor(url, route.env);
    const socket = proxy && (await openTunnel(proxy, url, options));
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      // A connection of its own: one that was kept open may be closed while a call is sent that must not be repeated.
      const connection = socket === undefined ? { agent: false } : { createConnection: () => socket };
      const asked =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, ...connection })
          : requestHttp(url, { ...options, agent: false });
      asked.once("response", resolve).once("error", reject).end(body);
    });
    return {
      status: response.statusCode ?? 0,
      header: (name) => [response.headers[name]].flat()[0],
      text: await boundedText(response, maxBytes),
    };
  } catch (error) {
    signal.throwIfAborted();
    // Of a name with several addresses, the error of each is inside, and its own message is empty.
    const inside: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
    throw inside.length === 0 ? error : new Error(messageOf(inside[0]), { cause: error });
  }
}

/** Node takes `ca` in the place of all other authorities. */
function certificates({ ca, env }: Route): { readonly ca?: string[] } {
  return ca === undefined ? {} : { ca: [...rootCertificates, ...extraCertificates(env), ca] };
}

function extraCertificates({ NODE_EXTRA_CA_CERTS: file = "" }: Environment): readonly string[] {
  try {
    return file === "" ? [] : [readFileSync(file, "utf8")];
  } catch {
    // As Node itself: it warns, and continues without them.
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
