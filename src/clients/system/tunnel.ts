/**
 * Connects through an HTTP proxy with CONNECT. It replaces a library: `fetch` of Node 20 supports no proxy, and undici
 * would add ten times this size.
 * Source: RFC 9110, "CONNECT".
 */
import { request as requestHttp } from "node:http";
import { Agent, request as requestHttps, type RequestOptions } from "node:https";
import { isIP, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect, type SecureContextOptions } from "node:tls";
import { maskText } from "../../config/mask";
import type { Environment } from "../../config/environment";
import { ProxyError, proxyFor } from "./proxy";

interface TunnelOptions extends Pick<SecureContextOptions, "ca"> {
  readonly signal?: AbortSignal;
}

/** An agent for clients such as those of the AWS SDK: each connection uses the proxy for its address. */
export class ProxyAgent extends Agent {
  constructor(readonly env: Environment) {
    // The same settings as the SDK's own agent.
    super({ keepAlive: true, maxSockets: 50 });
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = options.host ?? "localhost";
    const url = new URL(`https://${isIP(host) === 6 ? `[${host}]` : host}:${options.port ?? 443}`);
    const proxy = proxyFor(url, this.env);
    if (proxy === undefined || callback === undefined) return super.createConnection(options, callback);
    openTunnel(proxy, url, {}).then(
      (socket) => {
        callback(null, socket);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), new Duplex());
      },
    );
    return undefined;
  }
}

/** Opens TLS to an https address. @throws ProxyError, or the system's error of the connection to the proxy */
export async function openTunnel(proxy: URL, { hostname, port }: URL, options: TunnelOptions) {
  const host = `${hostname}:${port || "443"}`;
  const socket = await connected(proxy, host, options);
  const name = hostname.replace(/^\[(.*)\]$/, "$1");
  // TLS allows only names as `servername`, not addresses.
  return connect({ socket, ca: options.ca, host: name, ...(isIP(name) === 0 && { servername: name }) });
}

function headersFor({ username, password }: URL, host: string): Readonly<Record<string, string>> {
  if (username === "") return { Host: host };
  const login = [username, password].map(decodeURIComponent).join(":");
  return { Host: host, "Proxy-Authorization": `Basic ${Buffer.from(login).toString("base64")}` };
}

function connected(proxy: URL, host: string, { ca, signal }: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname, port } = proxy;
    const request = { method: "CONNECT", path: host, headers: headersFor(proxy, host), signal, agent: false };
    const address = { ...request, host: hostname.replace(/^\[(.*)\]$/, "$1") };
    const outgoing =
      protocol === "https:"
        ? requestHttps({ ...address, port: port || 443, ca })
        : requestHttp({ ...address, port: port || 80 });
    outgoing
      .once("connect", ({ statusCode = 0, statusMessage = "" }, socket: Socket) => {
        if (statusCode >= 200 && statusCode < 300) {
          resolve(socket);
          return;
        }
        socket.destroy();
        reject(refusal(host, statusCode, statusMessage));
      })
      // A proxy without CONNECT answers like an ordinary server.
      .once("response", (response) => {
        reject(refusal(host, response.statusCode, response.statusMessage));
        response.destroy();
      })
      .once("error", reject)
      .end();
  });
}

function refusal(host: string, status = 0, reason = ""): ProxyError {
  const message = `the proxy in HTTPS_PROXY does not connect to ${host}: ${status} ${maskText(reason)}`;
  const fix =
    status === 407
      ? "set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT, with the login of the proxy"
      : "allow the host in the proxy, or add it to NO_PROXY if it is reachable directly";
  return new ProxyError(message, fix, status >= 500);
}
