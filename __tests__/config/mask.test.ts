import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  holdsSecret,
  holdsToken,
  isHarmless,
  isSecretName,
  maskText,
  maskValue,
} from "../../src/config/mask";
import { tokenPrefixes } from "../../src/facts/gitlab/token-prefixes";

describe("masking text", () => {
  it.each([
    ["glrt-abc", "glrt-****"],
    ["x=glpat-abc_1.2=3, y", "x=glpat-****, y"],
    ["GR1348941abc", "GR1348941****"],
    ["https://user:pass@host/x", "https://****@host/x"],
    ["aglrt-abc", "aglrt-abc"],
    ["see https://user@host/x.", "see https://****@host/x."],
    ["https://u:pa/ss@host/x", "https://****@host/x"],
    ["https:///u:pw@host", "https:///****@host"],
    ["jdbc:postgresql://u:p@db:5432/x", "jdbc:postgresql://****@db:5432/x"],
    ["mailto me@host", "mailto me@host"],
  ])("%s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each(tokenPrefixes)("hides $name", ({ prefix }) => {
    expect(maskText(`x=${prefix}abcdefghijkl.`)).toBe(`x=${prefix}****`);
    expect(holdsToken(`x=${prefix}abcdefghijkl`)).toBe(true);
  });

  it("hides a token anywhere in any text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(maskText(`${before} glrt-SECRETSECRET ${after}`)).not.toContain("SECRETSECRET");
      }),
    );
  });
});

describe("masking values", () => {
  it("hides values under the name of a secret, unless the value is a reference", () => {
    const value = {
      token: "abc",
      tokenType: "registration",
      runnerToken: "abc",
      DB_PASSWORD: "abc",
      clientSecret: ["abc"],
      inner: [{ token: "env:TOKEN" }, { token: null }],
    };
    expect(maskValue(value)).toEqual({
      token: "****",
      tokenType: "registration",
      runnerToken: "****",
      DB_PASSWORD: "****",
      clientSecret: "****",
      inner: [{ token: "env:TOKEN" }, { token: null }],
    });
  });
});

describe("a literal token", () => {
  it.each([
    ["glrt-abcdefghijkl", true],
    ["glrt-runner", false],
    ["glptt-abcdefghijkl", true],
    ["GR1348941", true],
    ["env:GLRT", false],
  ])("%s: %s", (text, expected) => {
    expect(holdsToken(text)).toBe(expected);
  });
});

const base62 = "0123456789abcdefghijABCDEFGHIJ0123456789";
const base64 = `${base62}${base62}+/+/ab`;
const pem = (kind: string) =>
  `-----BEGIN ${kind}PRIVATE KEY-----\nMIIE${base62}\n-----END ${kind}PRIVATE KEY-----`;

/** Secrets, each with a text that contains it. */
const secrets: readonly (readonly [string, string])[] = [
  ["glpat-0123456789abcdefghij", "PRIVATE-TOKEN%3Aglpat-0123456789abcdefghij&x"],
  ["0123456789abcdefghij", "tokenglrt-0123456789abcdefghij"],
  ["0123456789abcdefghij", "\u001b[31mglcbt-0123456789abcdefghij"],
  ["0123456789abcdefghij", "xGR13489410123456789abcdefghij"],
  ["IOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"],
  ["IOSFODNN7EXAMPLE", "key%3AASIAIOSFODNN7EXAMPLE"],
  [base62, `aws_secret_access_key = ${base62}`],
  [base62, `"SecretAccessKey": "${base62}"`],
  [base62, `{\\"secretAccessKey\\":\\"${base62}\\"}`],
  [base64, `AWS_SESSION_TOKEN=${base64}`],
  [base64, `AccountName=x;AccountKey=${base64}==;Suffix=y`],
  [base62, `https://a.blob.core.windows.net/c?sv=1&sig=${base62}%3D`],
  [base62, pem("RSA ")],
  [base62, pem("")],
  [base62, pem("OPENSSH ").replaceAll("\n", "\\n")],
  [base62, `-----BEGIN EC PRIVATE KEY-----\n${base62}`],
  [base62, `ghp_${base62}`],
  [base62, `xgithub_pat_${base62}_${base62}`],
  [base62, `curl -H 'Job-Token: ${base62}'`],
  [base62, `Bearer eyJ${base62}.eyJ${base62}.${base62}`],
  ["hunter2", "https://me:hunter2@gitlab.example.com/a.git"],
  ["hunter2", "postgres://me:hunter2@db:5432/x?a=b"],
];

describe("a secret", () => {
  it.each(secrets)("is found and masked: %s in %s", (secret, text) => {
    for (const around of [text, `before ${text} after`, `{"a":"${text}"}`]) {
      expect(holdsSecret(around)).toBe(true);
      expect(maskText(around)).not.toContain(secret);
    }
  });

  it.each([
    "glrt-runner is the name of a runner",
    "englishglrt-runner-with-a-long-name",
    "arn:aws:iam::123456789012:role/AKIArole",
    "AKIA is what keys begin with; AKIAIOSFODNN7EXAMPLEANDMORE is none",
    "https://gitlab.example.com:8443/@scope/package",
    "oci://registry.example.com:5000/a/b@sha256:0123456789abcdef",
    "public.ecr.aws/karpenter/controller:1.8.1@sha256:0123456789abcdef",
    "mailto:me@example.com, git@github.com:a/b.git",
    "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
    "ghp_short and npm_config_registry and eyJ.eyJ.x",
    `sha256:${"0123456789abcdef".repeat(4)}`,
    "secret_key_base, secretAccessKey: env:KEY, account_key = var.key",
    "signature=none&sig=short",
  ])("is not found in %s", (text) => {
    expect(holdsSecret(text)).toBe(false);
    expect(holdsToken(text)).toBe(false);
  });

  it.each([
    "DB_PASSWORD",
    "PGPASSWORD",
    "api_key",
    "runnerToken",
    "CLIENT_SECRET",
    "MYSQL_PWD",
    "AccountKey",
  ])("is the value of %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    "PWD",
    "TOKEN_FILE",
    "secret",
    "secretName",
    "AWS_ACCESS_KEY_ID",
    "COMPASS",
    "CACHE_KEY",
    "tokenRevision",
  ])("is not the value of %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it("is not a reference, a variable, a path, a switch or a number", () => {
    for (const value of [
      "",
      "$TOKEN",
      "${TOKEN}",
      "{{ token }}",
      "env:TOKEN",
      "/run/secrets/x",
      "yes",
      "3600",
    ]) {
      expect(isHarmless(value)).toBe(true);
    }
    expect(isHarmless("hunter2")).toBe(false);
  });

  it.each([
    ["glrt-"],
    ["xglrt-"],
    ["eyJ"],
    ["eyJaaaaaaaaaaaaaaaaaaaaaaaa."],
    ["a://"],
    ["a:"],
    ["a:1/"],
    ["@"],
    ["https://u:1"],
    ["-----BEGIN PRIVATE KEY-----"],
    ["-----BEGIN "],
    ["secret_key= "],
    ["github_pat_"],
    ["ghp_"],
    ["&sig="],
    ["A"],
    ["%3A"],
  ])("is looked for in linear time in 200,000 characters of %j", (part) => {
    const text = `${part.repeat(Math.ceil(2e5 / part.length))}@`;
    const started = performance.now();
    maskText(text);
    holdsSecret(text);
    // Quadratic time would be minutes.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
