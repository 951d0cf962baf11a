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

  it("is any text in `token` that is not a reference", () => {
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

  it("is not a short name that begins like a token", () => {
    expect(found({ runners: [runner({ name: "glrt-runner" })] })).toEqual([]);
  });
});

describe("credentials in an address", () => {
  it("are refused", () => {
    const address = "https://user:pass@gitlab.example.com/api/v4/projects/1/terraform/state";
    expect(found({ state: { backend: "http", address } })).toEqual(["url-credentials state.address"]);
    expect(found({ state: { backend: "http", address: address.replace("user:pass@", "") } })).toEqual([]);
  });

  it("are not an @ later in the address", () => {
    expect(found({ runners: [runner({ environment: { A: "https://example.com/@scope/x" } })] })).toEqual([]);
  });
});

describe("a setting that holds only a secret", () => {
  it("is refused in an add-on's chart", () => {
    const blueprints = (content: object) =>
      found({ addons: { blueprints: { argocd_helm_config: content } } });
    expect(blueprints({ repository_password: "hunter2" })).toEqual([
      "literal-token addons.blueprints.argocd_helm_config.repository_password",
    ]);
    expect(blueprints({ set_sensitive: [{ name: "a", value: "hunter2" }] })).toEqual([
      "literal-token addons.blueprints.argocd_helm_config.set_sensitive[0].value",
    ]);
  });

  it("is refused in extra TOML, and so is a token that its escapes hide", () => {
    const toml = (line: string) => found({ runners: [runner({ extraToml: `[[runners]]\n${line}\n` })] });
    expect(toml('[runners.cache.s3]\nSecretKey = "hunter2"')).toEqual([
      "literal-token runners[0].extraToml.runners[0].cache.s3.SecretKey",
    ]);
    expect(toml(`a = "\\u0067lrt-${long}"`)).toEqual(["literal-token runners[0].extraToml.runners[0].a"]);
  });
});

describe("credentials in a malformed address", () => {
  it.each([" https://u:pw@h", "https://u:pa/ss@h", "https:///u:pw@h"])(
    "are found however it is misshapen: %j",
    (url) => {
      expect(found({ runners: [runner({ gitlabUrl: url })] })).toContain(
        "url-credentials runners[0].gitlabUrl",
      );
    },
  );
});

describe("a variable with the name of a secret", () => {
  const environment = (name: string, value: string) =>
    found({ runners: [runner({ environment: { [name]: value } })] });

  it("is refused in the environment of the jobs", () => {
    expect(environment("DB_PASSWORD", "hunter2")).toEqual([
      "literal-token runners[0].environment.DB_PASSWORD",
    ]);
    expect(environment("REGISTRY_TOKEN", "s3cr3t")).toEqual([
      "literal-token runners[0].environment.REGISTRY_TOKEN",
    ]);
  });

  it.each([
    ["DB_PASSWORD", "$DB_PASSWORD"],
    ["TOKEN_FILE", "/run/secrets/token"],
    ["MYSQL_ALLOW_EMPTY_PASSWORD", "yes"],
    ["GIT_DEPTH", "20"],
  ])("is not a secret in %s=%s", (name, value) => {
    expect(environment(name, value)).toEqual([]);
  });

  it("is refused in extra TOML, in its tables and in the runner's own list", () => {
    const toml = (text: string) => found({ runners: [runner({ extraToml: `[[runners]]\n${text}\n` })] });
    expect(toml('environment = ["A=b", "DB_PASSWORD=hunter2"]')).toEqual([
      "literal-token runners[0].extraToml.runners[0].environment[1]",
    ]);
    expect(toml('[runners.cache.azure]\nAccountKey = "c2VjcmV0"')).toEqual([
      "literal-token runners[0].extraToml.runners[0].cache.azure.AccountKey",
    ]);
    expect(toml('[runners.cache.gcs]\nPrivateKey = "-----BEGIN PRIVATE KEY-----"')).toContain(
      "literal-token runners[0].extraToml.runners[0].cache.gcs.PrivateKey",
    );
  });
});
