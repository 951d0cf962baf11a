import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkStack } from "../../../modules/check-stack";
import {
  KubectlManifest,
  KubectlProvider,
  type KubectlManifestProps,
  type KubectlProviderProps,
} from "../../../modules/wrappers/kubectl";
import { providerPins } from "../../../modules/pins";
import { readProviderSchema, type BlockSchema } from "../../../modules/provider-schema";
import { synthesized, synthesizedHcl } from "../stack";

const provider = {
  host: "https://example.com",
  clusterCaCertificate: "pem",
  token: "t",
  exec: { apiVersion: "v1", command: "aws", args: ["eks"], env: { AWS_PROFILE: "ci" } },
  loadConfigFile: false,
  applyRetryCount: 10,
  clientCertificate: "c",
  clientKey: "k",
  configContext: "c",
  configContextAuthInfo: "a",
  configContextCluster: "c",
  configPath: "p",
  configPaths: ["p"],
  insecure: true,
  username: "u",
  password: "p",
  proxyUrl: "p",
  tlsServerName: "s",
} as const satisfies KubectlProviderProps;

const manifest = {
  yamlBody: "kind: Namespace",
  wait: true,
  waitForRollout: false,
  serverSideApply: true,
  forceConflicts: true,
  forceNew: true,
  applyOnly: true,
  sensitiveFields: ["data"],
  ignoreFields: ["status"],
  overrideNamespace: "n",
  validateSchema: false,
  timeouts: { create: "10m" },
} as const satisfies KubectlManifestProps;

/** Names that a configuration may set. */
function settable({ attributes = {}, block_types = {} }: BlockSchema): string[] {
  const given = Object.entries(attributes).filter(([name, { optional, required }]) => {
    return name !== "id" && (optional ?? required);
  });
  return [...given.map(([name]) => name), ...Object.keys(block_types)].sort();
}

const written = z.object({
  provider: z.object({ kubectl: z.tuple([z.record(z.string(), z.unknown())]) }),
  resource: z.object({ kubectl_manifest: z.object({ all: z.record(z.string(), z.unknown()) }) }),
});

describe("the binding of the kubectl provider", () => {
  const schema = readProviderSchema("kubectl");
  const json = synthesized((stack) => {
    new KubectlProvider(stack, "kubectl", provider);
    new KubectlManifest(stack, "all", manifest);
  });

  it("writes a configuration that the pinned version accepts", () => {
    expect(checkStack(json)).toEqual([]);
    expect(schema.version).toBe(providerPins.kubectl.version);
    expect(json.terraform).toHaveProperty("required_providers.kubectl", {
      source: providerPins.kubectl.source,
      version: providerPins.kubectl.version,
    });
  });

  it("covers every argument of the provider and of kubectl_manifest", () => {
    const { provider, resource } = written.parse(json);
    expect(Object.keys(provider.kubectl[0]).sort()).toEqual(settable(schema.provider.block));
    const block = schema.resource_schemas.kubectl_manifest?.block ?? {};
    expect(Object.keys(resource.kubectl_manifest.all).sort()).toEqual(settable(block));
  });

  it("keeps the names of environment variables", () => {
    expect(json).toHaveProperty("provider.kubectl[0].exec", [
      { api_version: "v1", command: "aws", args: ["eks"], env: { AWS_PROFILE: "ci" } },
    ]);
  });
});

describe("KubectlManifest", () => {
  it("writes the given attributes and its dependencies", () => {
    const json = synthesized((stack) => {
      new KubectlProvider(stack, "kubectl", {});
      const other = new KubectlProvider(stack, "kubectl_other", { alias: "other", host: "h" });
      const first = new KubectlManifest(stack, "first", { yamlBody: "a: 1", wait: undefined });
      const lifecycle = { preventDestroy: true };
      new KubectlManifest(stack, "second", {
        yamlBody: "b: 2",
        dependsOn: [first],
        provider: other,
        lifecycle,
      });
    });
    expect(json.provider).toEqual({ kubectl: [{}, { alias: "other", host: "h" }] });
    expect(json.resource).toEqual({
      kubectl_manifest: {
        first: { yaml_body: "a: 1" },
        second: {
          yaml_body: "b: 2",
          depends_on: ["kubectl_manifest.first"],
          provider: "kubectl.other",
          lifecycle: { prevent_destroy: true },
        },
      },
    });
  });

  it("writes the same attributes as HCL", () => {
    const hcl = synthesizedHcl((stack) => {
      new KubectlProvider(stack, "kubectl", {
        exec: { apiVersion: "v1", command: "aws", env: { AWS_PROFILE: "ci" } },
      });
      new KubectlManifest(stack, "a", { yamlBody: "a: 1", timeouts: { create: "1m" } });
    }).replace(/\s+/g, " ");
    expect(hcl).toContain(
      'provider "kubectl" { exec { api_version = "v1" command = "aws" env = { AWS_PROFILE = "ci" } } }',
    );
    expect(hcl).toContain(
      'resource "kubectl_manifest" "a" { yaml_body = "a: 1" timeouts { create = "1m" } }',
    );
  });
});
