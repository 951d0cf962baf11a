import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const long = "abcdefghij0123456789";

describe("a literal token", () => {
  it.each([[`glrt-${long}`], [`glrt-t1_${long}`], [`glpat-${long}`], [`gldt-${long}`], [`GR1348941${long}`]])(
    "is refused wherever it stands: %s",
    (token) => {
      expect(found({ runners: [runner({ token })] })).toEqual(["literal-token runners[0].token"]);
      expect(found({ tags: { ci: token } })).toEqual(["literal-token tags.ci"]);
      expect(found({ runners: [runner({ environment: { A: `x ${token} y` } })] })).toEqual([
        "literal-token runners[0].environment.A",
      ]);
      expect(
        found({ runners: [runner({ extraToml: `[[runners]]\nclone_url = "https://${token}.org"` })] }),
      ).toEqual(["literal-token runners[0].extraToml"]);
      expect(
        found({ addons: { blueprints: { argocd_helm_config: { set: [{ name: "a", value: token }] } } } }),
      ).toEqual(["literal-token addons.blueprints.argocd_helm_config.set[0].value"]);
    },
  );

  it("is anything in `token` that names no place", () => {
    expect(found({ runners: [runner({ token: "s3cr3t" })] })).toEqual(["literal-token runners[0].token"]);
  });

  it.each(["env:TOKEN", "ssm:/a/b", "secretsmanager:a/b", "kubernetes:runner-token"])(
    "is not %s",
    (token) => {
      expect(found({ runners: [runner({ token })] })).toEqual([]);
    },
  );

  it("is not a reference with a mistake, which has its own problem", () => {
    expect(found({ runners: [runner({ token: "env:NOT-A-NAME" })] })).toEqual([
      "wrong-form runners[0].token",
    ]);
  });

  it("is not a short name that begins like one", () => {
    expect(found({ runners: [runner({ name: "glrt-runner" })] })).toEqual([]);
  });
});

describe("credentials in an address", () => {
  it("are refused", () => {
    const address = "https://user:pass@gitlab.example.com/api/v4/projects/1/terraform/state";
    expect(found({ state: { backend: "http", address } })).toEqual(["url-credentials state.address"]);
    expect(found({ state: { backend: "http", address: address.replace("user:pass@", "") } })).toEqual([]);
  });

  it("are not an @ further on", () => {
    expect(found({ runners: [runner({ environment: { A: "https://example.com/@scope/x" } })] })).toEqual([]);
  });
});
