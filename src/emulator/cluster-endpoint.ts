/**
 * The address of the emulated cluster: its Kubernetes API, as far as being there goes, and its OIDC issuer. What is
 * applied to the cluster goes to the recording providers, so an API for it would have no caller.
 */
import { createServer } from "node:https";
import type { Certificate } from "./certificate";
import { listen, type LoopbackServer } from "./loopback-server";

export function startClusterEndpoint({ certificate, key }: Certificate): Promise<LoopbackServer> {
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const path = request.url ?? "/";
    if (path === "/readyz" || path === "/healthz") {
      response.end("ok");
      return;
    }
    const found = path.endsWith("/.well-known/openid-configuration")
      ? { issuer: `https://${request.headers.host ?? ""}${path.replace(/\/\.well-known\/.*$/, "")}` }
      : path === "/version"
        ? { major: "1", minor: "0", gitVersion: "v1.0.0-emulated", platform: "loopback" }
        : undefined;
    const status = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "NotFound", code: 404 };
    response
      .writeHead(found === undefined ? 404 : 200, { "Content-Type": "application/json" })
      .end(JSON.stringify(found ?? status));
  });
  return listen(server);
}
