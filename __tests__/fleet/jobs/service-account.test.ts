/** Calls to the Kubernetes API with the service account of a pod. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCertificate } from "../../../src/emulator/certificate";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { serviceAccountApi } from "../../../src/fleet/jobs/service-account";

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe("the API of the cluster, for a pod in it,", () => {
  const { certificate, key } = createCertificate();
  let folder: string;
  let server: LoopbackServer;
  let requests: Request[];
  let answer: { readonly code: number; readonly body: string };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    writeFileSync(join(folder, "token"), "t-1\n");
    writeFileSync(join(folder, "ca.crt"), certificate);
    requests = [];
    answer = { code: 200, body: '{"items":[]}' };
    server = await listen(
      createServer({ cert: certificate, key }, (request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          const { method, url, headers } = request;
          requests.push({ method, url, headers, body });
          response.writeHead(answer.code).end(answer.body);
        });
      }),
    );
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const api = (url = server.url) => {
    const { hostname, port } = new URL(url);
    return serviceAccountApi(folder, { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port });
  };

  it("is called with the token, which Kubernetes may renew between two calls", async () => {
    const call = api();
    expect(await call("GET", "/api/v1/pods?limit=1")).toEqual({ code: 200, body: { items: [] } });
    writeFileSync(join(folder, "token"), "t-2\n");
    await call("GET", "/api");
    expect(requests.map(({ method, url }) => `${method ?? ""} ${url ?? ""}`)).toEqual([
      ...["GET /api/v1/pods?limit=1", "GET /api"],
    ]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer t-1", "Bearer t-2"]);
  });

  it("gets the preconditions of a deletion", async () => {
    const options = { preconditions: { uid: "é" } };
    await api()("DELETE", "/api/v1/pods/a", options);
    expect(requests).toMatchObject([{ method: "DELETE", body: JSON.stringify(options) }]);
    expect(requests[0]?.headers).toMatchObject({ "content-type": "application/json" });
  });

  it.each([404, 409, 500])("may answer %s, which is no error of the call", async (code) => {
    answer = { code, body: '{"message":"no"}' };
    expect(await api()("GET", "/api")).toEqual({ code, body: { message: "no" } });
  });

  it("may answer with text that is no JSON", async () => {
    answer = { code: 502, body: "<html>" };
    expect(await api()("GET", "/api")).toEqual({ code: 502, body: undefined });
  });

  it("is not called when its certificate is of another authority", async () => {
    writeFileSync(join(folder, "ca.crt"), createCertificate().certificate);
    await expect(api()("GET", "/api")).rejects.toThrow();
    expect(requests).toEqual([]);
  });

  it("is an error when it does not answer", async () => {
    await expect(api("https://127.0.0.1:9")("GET", "/api")).rejects.toThrow("ECONNREFUSED");
  });

  it.each(["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"])("needs %s", (name) => {
    const env = { KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: "1", [name]: undefined };
    expect(() => serviceAccountApi(folder, env)).toThrow();
  });
});
