/**
 * The address of the emulated cluster: its Kubernetes API, for everybody who has a token of ours, and what is open to
 * all: its health, its version, its OIDC issuer.
 */
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { Certificate } from "./certificate";
import type { EmulatedKubernetes } from "./kubernetes";
import { answerApi } from "./kubernetes/api";
import { KubernetesError, unauthorized } from "./kubernetes/status";
import { isOurToken } from "./kubernetes/token";
import { listen, type LoopbackServer } from "./loopback-server";

const health: readonly string[] = ["/readyz", "/livez", "/healthz"];

export function startClusterEndpoint(
  { certificate, key }: Certificate,
  cluster: EmulatedKubernetes,
): Promise<LoopbackServer> {
  const server = createServer({ cert: certificate, key }, (request, response) => {
    request.resume();
    if (health.includes(request.url ?? "")) {
      response.end("ok");
      return;
    }
    const { code, body } = answer(cluster, request);
    response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  return listen(server);
}

interface Answer {
  readonly code: number;
  readonly body: object;
}

function answer(cluster: EmulatedKubernetes, request: IncomingMessage): Answer {
  try {
    return { code: 200, body: openTo(request) ?? known(cluster, request) };
  } catch (error) {
    if (error instanceof KubernetesError) return { code: error.code, body: error.status };
    throw error;
  }
}

function openTo({ url = "/", headers }: IncomingMessage): object | undefined {
  if (url.endsWith("/.well-known/openid-configuration")) {
    return { issuer: `https://${headers.host ?? ""}${url.replace(/\/\.well-known\/.*$/, "")}` };
  }
  // kubectl adds how long it will wait.
  if (!/^\/version(\?|$)/.test(url)) return undefined;
  return { major: "1", minor: "0", gitVersion: "v1.0.0-emulated", platform: "loopback" };
}

function known(cluster: EmulatedKubernetes, { method = "GET", url = "/", headers }: IncomingMessage): object {
  if (!isOurToken(headers.authorization)) throw unauthorized;
  const [path = "", query = ""] = url.split("?");
  return answerApi(cluster, { method, path, query: new URLSearchParams(query) });
}
