/**
 * Calls the Kubernetes API from inside the cluster with the service account of the pod. Returns every response, whatever its
 * code. Only a missing response is an error.
 */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import type { Environment } from "../../config/environment";

export interface ApiResponse {
  readonly code: number;
  /** Parsed JSON; undefined for other text. */
  readonly body: unknown;
}

export type ServiceAccountCall = (
  method: "GET" | "DELETE",
  path: string,
  body?: object,
) => Promise<ApiResponse>;

const timeoutMs = 30_000;

/** @param account the folder of the service account that Kubernetes mounts */
export function serviceAccountApi(account: string, env: Environment): ServiceAccountCall {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (host === undefined || port === undefined) throw new Error("this is no pod of a cluster");
  const ca = readFileSync(join(account, "ca.crt"));
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      // Read each time, since Kubernetes renews it.
      const token = readFileSync(join(account, "token"), "utf8").trim();
      const sent = body === undefined ? "" : JSON.stringify(body);
      const headers = {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        // Node itself gives a deletion none, so that what it sends would be no part of it.
        "Content-Length": Buffer.byteLength(sent),
      };
      const options = { host, port, path, method, ca, headers, timeout: timeoutMs };
      const call = request(options, (response) => {
        let said = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => (said += text));
        response.once("error", reject);
        response.once("end", () => {
          resolve({ code: response.statusCode ?? 0, body: read(said) });
        });
      });
      call.once("timeout", () => call.destroy(new Error(`no answer in ${timeoutMs / 1000} seconds`)));
      call.once("error", reject);
      call.end(sent);
    });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
