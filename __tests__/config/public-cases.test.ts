/**
 * Small configurations made from public reports: terraform-aws-eks#2292 and aws-iam-authenticator#268 (SSO roles),
 * gitlab-runner#28145 (proxy variables), containers-roadmap#1517 (what Fargate refuses).
 */
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadConfig, type Config } from "../../src/config";
import { at, blockOf, stackOf } from "../support/synth";
import { parseOptions } from "./arbitraries";

const load = (name: string) =>
  loadConfig({ ...parseOptions, cwd: "__tests__/config/cases", path: `${name}.yaml` });

function configOf(name: string): Config {
  const loaded = load(name);
  if (loaded.ok) return loaded.config;
  throw new Error(JSON.stringify(loaded.problems));
}

function problemsOf(name: string): readonly string[] {
  const loaded = load(name);
  return loaded.ok
    ? []
    : loaded.problems.map(({ code, path, value, fix }) => `${code} ${path} ${String(value)}: ${fix}`);
}

const account = "arn:aws:iam::111122223333";
const sso = "AWSReservedSSO_Admins_0123456789abcdef";

describe("public cases", () => {
  it("sso-roles: removes the path of a role, and refuses a session and a user under roles with the right ARN", () => {
    expect(problemsOf("sso-roles")).toEqual([
      `access-arn cluster.access.roles[1].arn arn:aws:sts::111122223333:assumed-role/${sso}/alice: use ${account}:role/${sso} under cluster.access.roles`,
      `access-arn cluster.access.roles[2].arn ${account}:user/bob: move the entry to cluster.access.users`,
    ]);
    const first = loadConfig({
      ...parseOptions,
      cwd: "__tests__/config/cases",
      path: "sso-roles.yaml",
      env: {
        GLRUNNER__CLUSTER__ACCESS__ROLES: `[{ arn: "${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${sso}", username: a, groups: [b] }]`,
      },
    });
    expect(first.ok && first.config.cluster.access.roles.map(({ arn }) => arn)).toEqual([
      `${account}:role/${sso}`,
    ]);
  });

  it("proxy-and-extra: puts variables of both places into the runner's list, and keeps the script", () => {
    const config = configOf("proxy-and-extra");
    const release = blockOf(stackOf(config, "runners"), "helm_release.release_a");
    const values: unknown = parse(String(at(release, "values", 0)));
    const toml = parseToml(String(at(values, "runners", "config")).replaceAll("$${", "${"));
    expect(at(toml, "runners", 0, "environment")).toEqual([
      "HTTPS_PROXY=http://proxy.corp.example:3128",
      "NO_PROXY=10.0.0.0/8,.svc,169.254.169.254",
      "FF_TIMESTAMPS=true",
    ]);
    expect(at(toml, "runners", 0, "pre_get_sources_script")).toContain("http.proxy $HTTPS_PROXY");
  });

  it.each([
    ["fargate-host-path", ["volumes.host_path"]],
    [
      "fargate-privileged-context",
      ["build_container_security_context.privileged", "service_container_security_context.privileged"],
    ],
  ])("%s: is refused at its key, with a class that supports it", (name, keys) => {
    expect(problemsOf(name)).toEqual(
      keys.map(
        (key) =>
          `fargate-pod-setting runners[0].extraToml ${key}: remove it, or use a class of nodes, such as on-demand`,
      ),
    );
  });
});
