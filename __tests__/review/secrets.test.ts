import { describe, expect, it } from "vitest";
import { reviewStage } from "../../src/review/review";
import type { TerraformPlan } from "../../src/clients/terraform/plan-json";
import { plan, resource, secretsEverywhere } from "./plans";

const review = (given: TerraformPlan) => reviewStage("eks", given);
const reviewOf = (...resources: readonly object[]) => review(plan({ resources }));
const risksOf = (kind: string, ...resources: readonly object[]) =>
  reviewOf(...resources).risks.filter((risk) => risk.kind === kind);
const changesOf = (...resources: readonly object[]) =>
  reviewOf(...resources).modules.flatMap(({ changes }) => changes);

describe("secrets that a plan would store", () => {
  const secrets = {
    token: "glrt-0123456789abcdefghij",
    password: "hunter2",
    key: "AKIAIOSFODNN7EXAMPLE",
    data: "plain-text-in-state",
  };
  const result = review(secretsEverywhere(secrets));

  it("are reported by their path", () => {
    expect(result.risks.filter(({ kind }) => kind === "secret")).toMatchObject([
      {
        kind: "secret",
        places: [
          { address: "helm_release.runner", action: "update", path: "values[0].runnerToken" },
          { address: "helm_release.runner", action: "update", path: "set[0].value" },
          { address: "kubernetes_config_map_v1.settings", action: "create", path: 'data["config.toml"]' },
        ],
      },
      {
        kind: "secret",
        places: [{ address: "kubernetes_secret_v1.plain", action: "create", path: "data" }],
      },
    ]);
  });

  it.each(Object.entries(secrets))("are not in the review: %s", (_, secret) => {
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it("are redacted without hiding the rest of the text", () => {
    const values = result.modules[0]?.changes[0]?.attributes.find(({ path }) => path === "values[0]");
    expect(values?.after).toBe("concurrent: 20\nrunnerToken: (secret)\nrunners:\n  secret: runner-token\n");
  });

  it.each([
    ["the name of a secret", { values: ["runners:\n  secret: runner-token\n"] }],
    ["a reference", { values: ["runnerToken: env:RUNNER_TOKEN\npassword: ${var.password}\n"] }],
    ["a boolean", { automount_service_account_token: "true", values: ["token: true\n"] }],
    ["an image digest", { image: "oci://registry.example.com/a@sha256:0123" }],
  ])("are not reported for %s", (_, after) => {
    const found = risksOf("secret", resource("helm_release.a", { after }));
    expect(found).toEqual([]);
    const [change] = changesOf(resource("helm_release.a", { after }));
    expect(change?.attributes.map(({ after: shown }) => shown)).toEqual(
      Object.values(after).flatMap((value) => value),
    );
  });

  it("are found in outputs", () => {
    const outputs = { url: { actions: ["create"], before: null, after: "https://me:pass@example.com" } };
    const found = review(plan({ outputs }));
    expect(found.risks).toMatchObject([{ kind: "secret", places: [{ address: "output.url" }] }]);
    expect(JSON.stringify(found)).not.toContain("pass@");
  });
});
