import { describe, expect, expectTypeOf, it } from "vitest";
import type { HelmAddonConfig } from "../../../modules/wrappers/kubernetes-addons-variables";
import { helmConfigSchema } from "../../../src/config/schema/helm-config";
import { found } from "../samples";

const blueprints = (content: unknown) =>
  found({ addons: { blueprints: { metrics_server_helm_config: content } } });

describe("a Helm configuration of an add-on", () => {
  it("accepts every key that the module reads, and no other", () => {
    const all: Required<HelmAddonConfig> = {
      name: "x",
      chart: "x",
      repository: "https://example.com",
      version: "1.0.0",
      namespace: "x",
      description: "x",
      values: ["a: 1"],
      set: [{ name: "a", value: 1, type: "auto" }],
      set_sensitive: [{ name: "b", value: "c" }],
      postrender: "x",
      service_account: "x",
      create_namespace: true,
      create_service_account_secret_token: false,
      timeout: 60,
      wait: true,
      wait_for_jobs: true,
      atomic: true,
      cleanup_on_fail: true,
      dependency_update: true,
      disable_openapi_validation: true,
      disable_webhooks: true,
      force_update: true,
      lint: true,
      max_history: 5,
      recreate_pods: true,
      render_subchart_notes: true,
      replace: true,
      reset_values: true,
      reuse_values: true,
      skip_crds: true,
      keyring: "x",
      verify: true,
      repository_cert_file: "x",
      repository_key_file: "x",
      repository_username: "x",
      repository_password: "x",
    };
    expect(helmConfigSchema("metrics_server_helm_config").safeParse(all).success).toBe(true);
    expectTypeOf(all).toExtend<HelmAddonConfig>();
    expect(blueprints({ vresion: "1.0.0" })).toEqual([
      "unknown-key addons.blueprints.metrics_server_helm_config.vresion",
    ]);
    expect(blueprints({ timeout: "60" })).toEqual([
      "wrong-type addons.blueprints.metrics_server_helm_config.timeout",
    ]);
  });

  it("allows the extra keys of one add-on only for that add-on", () => {
    const port = { gameserver_minport: 7000 };
    expect(helmConfigSchema("agones_helm_config").safeParse(port).success).toBe(true);
    expect(helmConfigSchema("metrics_server_helm_config").safeParse(port).success).toBe(false);
  });
});
