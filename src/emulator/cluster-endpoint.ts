/**
 * Serves the emulated cluster over HTTPS: the Kubernetes API for users that the cluster admits; health, version and the
 * OIDC issuer without authentication.
 */
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { Authenticator } from "./authenticator";
import type { Certificate } from "./certificate";
import type { EmulatedKubernetes } from "./kubernetes";
import { answerApi } from "./kubernetes/api";
import { KubernetesError, unauthorized } from "./kubernetes/status";
import { keyOfToken } from "./kubernetes/token";
import { listen, type LoopbackServer } from "./loopback-server";

const healthPaths: readonly string[] = ["/readyz", "/livez", "/healthz"];

export function startClusterEndpoint(
  { certificate, key }: Certificate,
  cluster: EmulatedKubernetes,
  access: Authenticator,
): Promise<LoopbackServer> {
  const server = createServer({ cert: certificate, key }, (request, response) => {
    let requestBody = "";
    request.setEncoding("utf8").on("data", (text: string) => (requestBody += text));
    request.once("end", () => {
      if (healthPaths.includes(pathOf(request))) {
        response.end("ok");
        return;
      }
      const { code, body } = respond(cluster, access, request, requestBody);
      if (typeof body === "string") response.writeHead(code, { "Content-Type": "text/plain" }).end(body);
      else response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
  });
  return listen(server);
}

/** Without the query: kubectl may add a timeout to it. */
function pathOf({ url = "/" }: IncomingMessage): string {
  return url.replace(/\?.*$/s, "");
}

interface EndpointResponse {
  readonly code: number;
  /** Text is sent unchanged, an object as JSON. */
  readonly body: object | string;
}

function respond(
  cluster: EmulatedKubernetes,
  access: Authenticator,
  request: IncomingMessage,
  requestBody: string,
): EndpointResponse {
  try {
    return {
      code: 200,
      body: publicResponse(request) ?? authenticatedResponse(cluster, access, request, requestBody),
    };
  } catch (error) {
    if (error instanceof KubernetesError) return { code: error.code, body: error.status };
    throw error;
  }
}

function publicResponse(request: IncomingMessage): object | undefined {
  const path = pathOf(request);
  if (path.endsWith("/.well-known/openid-configuration")) {
    return { issuer: `https://${request.headers.host ?? ""}${path.replace(/\/\.well-known\/.*$/, "")}` };
  }
  if (path !== "/version") return undefined;
  return { major: "1", minor: "0", gitVersion: "v1.0.0-emulated", platform: "loopback" };
}

function authenticatedResponse(
  cluster: EmulatedKubernetes,
  access: Authenticator,
  request: IncomingMessage,
  body: string,
): object | string {
  const { method = "GET", url = "/", headers } = request;
  const accessKeyId = keyOfToken(headers.authorization);
  const user = accessKeyId === undefined ? undefined : access.userOf(accessKeyId);
  if (user === undefined) throw unauthorized;
  const path = pathOf(request);
  return answerApi(cluster, user, { method, path, query: new URLSearchParams(url.slice(path.length)), body });
}
