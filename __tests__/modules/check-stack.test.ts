import { describe, expect, it } from "vitest";
import { checkStack } from "../../modules/check-stack";

const secret = { metadata: { name: "n" }, data_wo: { a: "b" }, data_wo_revision: 1 };

describe("checkStack", () => {
  it("accepts a stack with cdktf's metadata and meta-arguments", () => {
    expect(
      checkStack({
        "//": { metadata: {} },
        provider: { helm: [{ alias: "x", kubernetes: { host: "h" } }], aws: [{ nonsense: true }] },
        resource: {
          kubernetes_secret_v1: {
            a: {
              "//": {},
              ...secret,
              depends_on: ["x.y"],
              count: 2,
              provider: "kubernetes.x",
              lifecycle: {},
            },
          },
          aws_s3_bucket: { b: { unchecked: true } },
        },
        data: { kubernetes_config_map_v1: { c: { metadata: [{ name: "n" }], for_each: "${x}" } } },
        module: { m: { source: "./m" } },
      }),
    ).toEqual([]);
  });

  it("gives the address of every problem", () => {
    expect(
      checkStack({
        provider: { helm: [{ kubernetes: [{ hosts: "h" }] }], kubectl: { exec: [{ command: "aws" }] } },
        resource: {
          kubernetes_secret_v1: { a: { ...secret, data_wo_revision: "1" } },
          helm_release: { b: { name: "n", count: 1 } },
          kubectl_nonsense: { c: {} },
        },
        data: { kubernetes_config_map_v1: { d: {}, e: { metadata: {}, provisioner: {} } } },
        ephemeral: { helm_release: { f: {} } },
      }).sort(),
    ).toEqual([
      "data.kubernetes_config_map_v1.d.metadata: missing",
      "data.kubernetes_config_map_v1.e.provisioner: unknown",
      "ephemeral.helm_release.f: no such type in helm 2.17.0",
      "provider.helm.kubernetes[0].hosts: unknown",
      "provider.kubectl.exec[0].api_version: missing",
      "resource.helm_release.b.chart: missing",
      "resource.kubectl_nonsense.c: no such type in kubectl 1.19.0",
      "resource.kubernetes_secret_v1.a.data_wo_revision: is no number but a string",
    ]);
  });
});
