/**
 * One HTTP request to GitLab and its answer: by the proxy of this machine, trusting the CA of the configuration, bounded
 * in time and size. Redirects are not followed.
 */
import { readFileSync } from "node:fs";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { rootCertificates } from "node:tls";
import type { Environment } from "../../config/environment";
import { proxyFor } from "../system/proxy";
import { openTunnel } from "../system/tunnel";

/** How this machine reaches GitLab. */
export interface GitLabRoute {
  /** HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS of the command. */
  readonly env: Environment;
  /** PEM of a CA that GitLab's certificate may be of, apart from those that every program trusts. */
  readonly ca?: string;
}

interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, the tunnel included. */
  readonly timeoutMilliseconds: number;
  readonly maxBytes: number;
}

interface HttpResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Undefined where it is larger than `maxBytes`; the rest of it is not received. */
  readonly text: string | undefined;
}

/** @throws what the system, TLS or the proxy says; a `TimeoutError` after the time */
export async function exchange(url: URL, route: GitLabRoute, request: HttpRequest): Promise<HttpResponse> {
  const { timeoutMilliseconds, method, headers, body, maxBytes } = request;
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const options = { method, headers, signal, ...certificates(route) };
  try {
    const proxy = proxyFor(url, route.env);
    const socket = proxy && (await openTunnel(proxy, url, options));
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, ...(socket && { createConnection: () => socket }) })
          : requestHttp(url, options);
      asked.once("response", resolve).once("error", reject).end(body);
    });
    return {
      status: response.statusCode ?? 0,
      header: (name) => [response.headers[name]].flat()[0],
      text: await boundedText(response, maxBytes),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Node takes `ca` in the place of all other authorities. */
function certificates({ ca, env }: GitLabRoute): { readonly ca?: string[] } {
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
