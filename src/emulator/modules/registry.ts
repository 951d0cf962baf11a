/**
 * A Terraform module registry on loopback that serves only the given modules. Source: "Module Registry Protocol" of the
 * Terraform documentation; `terraform init` requests only the routes below.
 */
import { createServer, type ServerResponse } from "node:http";
import { listen, type LoopbackServer } from "../loopback-server";
import { tarGz } from "./archive";

/** A package as the registry serves it. */
export interface RegistryModule {
  /** `namespace/name/provider` */
  readonly source: string;
  readonly version: string;
  /** Path to content; a submodule is a folder in the package. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Registry extends LoopbackServer {
  /** Requested paths, in order. */
  readonly requests: readonly string[];
}

const prefix = "/v1/modules/";

export async function startRegistry(modules: readonly RegistryModule[]): Promise<Registry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    answer(modules, path, response);
  });
  const listening = await listen(server);
  return { ...listening, url: listening.url + prefix, requests };
}

function answer(modules: readonly RegistryModule[], path: string, response: ServerResponse): void {
  for (const { source, version, files } of modules) {
    const base = `${prefix}${source}/`;
    switch (path) {
      case `${base}versions`: {
        const versions = modules
          .filter((module) => module.source === source)
          .map(({ version }) => ({ version }));
        response
          .setHeader("Content-Type", "application/json")
          .end(JSON.stringify({ modules: [{ versions }] }));
        return;
      }
      case `${base}${version}/download`:
        // Relative to the address of this request.
        response.writeHead(204, { "X-Terraform-Get": "./archive.tar.gz" }).end();
        return;
      case `${base}${version}/archive.tar.gz`:
        response.setHeader("Content-Type", "application/gzip").end(tarGz(files));
        return;
    }
  }
  response.writeHead(404).end();
}
