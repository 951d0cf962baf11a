import { describe, expect, it } from "vitest";
import { checkStack } from "../../../modules/check-stack";
import {
  KubectlManifest,
  KubectlProvider,
  type KubectlManifestProps,
  type KubectlProviderProps,
} from "../../../modules/wrappers/kubectl";
import { providerPins } from "../../../modules/pins";
import { readProviderSchema } from "../../../modules/provider-schema";
import { synthesized, synthesizedHcl } from "../stack";

const provider = {
  host: "https://example.com",
  clusterCaCertificate: "pem",
  token: "t",
  exec: { apiVersion: "v1", command: "aws", args: ["eks"] },
  loadConfigFile: false,
  applyRetryCount: 10,
} as const satisfies KubectlProviderProps;

const manifest = { yamlBody: "kind: Namespace", wait: true } as const satisfies KubectlManifestProps;

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
        exec: { apiVersion: "v1", command: "aws" },
      });
      new KubectlManifest(stack, "a", { yamlBody: "a: 1" });
    }).replace(/\s+/g, " ");
    expect(hcl).toContain('provider "kubectl" { exec { api_version = "v1" command = "aws" } }');
    expect(hcl).toContain('resource "kubectl_manifest" "a" { yaml_body = "a: 1" }');
  });
});
