/** A GitLab with its own CA behind a proxy, and images from mirrors: the values are where chart and runner read them. */
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { formatProblems, parseConfig } from "../../../src/config";
import { companyCa } from "../../support/company-ca";
import { at, blockOf, parseOptions, stackOf } from "../../support/synth";

const mirror = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";

function stacks(change: object) {
  const raw = {
    ...{ name: "ci", region: "eu-west-1" },
    runners: [
      { name: "r", token: "env:TF_VAR_r" },
      { name: "s", token: "env:TF_VAR_s", compute: "on-demand" },
    ],
    ...change,
  };
  const parsed = parseConfig(raw, { ...parseOptions, readText: () => ({ ok: true, text: companyCa }) });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  const runners = stackOf(parsed.config, "runners");
  const values: unknown = parse(String(at(blockOf(runners, "helm_release.release_r"), "values", 0)));
  const text = String(at(values, "runners", "config")).replaceAll("$${", "${");
  return { runners, values, config: parsed.config, toml: at(parseToml(text), "runners", 0) };
}

describe("gitlabCa", () => {
  const ofJobs = (name: string, key: string) => ({
    ...{ name, mount_path: "/etc/gitlab-runner/certs", read_only: true },
    items: { [key]: "ca.crt" },
  });

  it("from a file is a Secret in the namespace of the managers and in each namespace of jobs", () => {
    const { runners, values, toml } = stacks({ gitlabCa: { file: "ca.pem" } });
    for (const namespace of ["gitlab-runner", "gitlab-jobs-fargate", "gitlab-jobs-on-demand"]) {
      expect(blockOf(runners, `kubernetes_secret_v1.gitlab_ca_${namespace}`)).toMatchObject({
        metadata: { name: "gitlab-ca", namespace },
        data: { "ca.crt": companyCa },
      });
    }
    expect(at(blockOf(runners, "helm_release.release_r"), "depends_on")).toContain(
      "kubernetes_secret_v1.gitlab_ca_gitlab-runner",
    );
    expect(values).toMatchObject({
      certsSecretName: "gitlab-ca",
      envVars: [{ name: "CI_SERVER_TLS_CA_FILE", value: "/home/gitlab-runner/.gitlab-runner/certs/ca.crt" }],
    });
    expect(toml).toMatchObject({ kubernetes: { volumes: { secret: [ofJobs("gitlab-ca", "ca.crt")] } } });
  });

  it("can be an existing Secret, together with the user's own volumes", () => {
    const volumes = { secret: [{ name: "mine", mountPath: "/mine" }] };
    const runners = [{ name: "r", token: "env:TF_VAR_r", job: { volumes } }];
    const made = stacks({ gitlabCa: { secret: "company-ca", key: "company.crt" }, runners });
    expect(Object.keys(made.runners.resource.kubernetes_secret_v1 ?? {})).toEqual(["token_r"]);
    expect(made.values).toMatchObject({
      certsSecretName: "company-ca",
      envVars: [{ value: "/home/gitlab-runner/.gitlab-runner/certs/company.crt" }],
    });
    expect(made.toml).toMatchObject({
      kubernetes: {
        volumes: { secret: [ofJobs("company-ca", "company.crt"), { name: "mine", mount_path: "/mine" }] },
      },
    });
  });
});

describe("the proxy", () => {
  const proxy = {
    http: "http://proxy.example.com:3128",
    https: "http://proxy.example.com:3129",
    no: [".corp"],
  };
  const direct = [
    ...["localhost", "127.0.0.1", "169.254.169.254", "169.254.170.23", "10.0.0.0/16", "10.100.0.0/16"],
    ...["172.20.0.0/16", ".svc", ".cluster.local", ".eu-west-1.eks.amazonaws.com", ".corp"],
  ].join(",");

  it("reaches manager, helper and job, with exceptions for local addresses", () => {
    const { values, toml } = stacks({ proxy });
    expect(at(values, "envVars")).toEqual([
      { name: "HTTP_PROXY", value: "http://proxy.example.com:3128" },
      { name: "HTTPS_PROXY", value: "http://proxy.example.com:3129" },
      { name: "NO_PROXY", value: direct },
      { name: "http_proxy", value: "http://proxy.example.com:3128" },
      { name: "https_proxy", value: "http://proxy.example.com:3129" },
      { name: "no_proxy", value: direct },
    ]);
    expect(at(toml, "environment")).toEqual([
      "HTTP_PROXY=http://proxy.example.com:3128",
      "HTTPS_PROXY=http://proxy.example.com:3129",
      `NO_PROXY=${direct}`,
      "http_proxy=http://proxy.example.com:3128",
      "https_proxy=http://proxy.example.com:3129",
      `no_proxy=${direct}`,
    ]);
  });

  it("is combined with variables from both other settings", () => {
    const extraToml = '[[runners]]\nenvironment = ["FF_TIMESTAMPS=true"]\n';
    const runners = [{ name: "r", token: "env:TF_VAR_r", environment: { A: "b" }, extraToml }];
    const { toml } = stacks({ proxy: { https: proxy.https }, runners });
    expect(at(toml, "environment")).toEqual(
      expect.arrayContaining(["HTTPS_PROXY=http://proxy.example.com:3129", "A=b", "FF_TIMESTAMPS=true"]),
    );
  });
});

describe("images", () => {
  const images = {
    mirrors: { "registry.gitlab.com": `${mirror}/gitlab`, "public.ecr.aws": `${mirror}/public` },
    pullSecrets: ["login"],
  };

  it("come from the mirrors if glrunner chooses them", () => {
    const { values, toml, config, runners } = stacks({ images, addons: { jobCleaner: { enabled: true } } });
    expect(values).toMatchObject({
      image: { registry: `${mirror}/gitlab` },
      imagePullSecrets: [{ name: "login" }],
    });
    expect(toml).toMatchObject({
      kubernetes: {
        image: `${mirror}/public/docker/library/alpine:3.22`,
        helper_image: `${mirror}/gitlab/gitlab-org/gitlab-runner/gitlab-runner-helper:x86_64-v\${CI_RUNNER_VERSION}`,
        image_pull_secrets: ["login"],
      },
    });
    expect(JSON.stringify(stackOf(config, "addons").module)).toContain(
      `${mirror}/public/karpenter/controller`,
    );
    expect(JSON.stringify(runners.resource.kubernetes_cron_job_v1)).toContain(
      `${mirror}/public/docker/library/node`,
    );
  });

  it("stay unchanged if the user names them", () => {
    const job = { image: "public.ecr.aws/x/y:1", helper: { image: "registry.gitlab.com/h:1" } };
    const manager = { image: "registry.example.com:5000/team/runner:alpine-v19.1.0" };
    const { values, toml } = stacks({
      images,
      runners: [{ name: "r", token: "env:TF_VAR_r", job, manager }],
    });
    expect(at(values, "image")).toEqual({
      ...{ registry: "registry.example.com:5000", image: "team/runner", tag: "alpine-v19.1.0" },
    });
    expect(toml).toMatchObject({
      kubernetes: { image: "public.ecr.aws/x/y:1", helper_image: "registry.gitlab.com/h:1" },
    });
  });

  it("are the defaults of the chart and the runner without mirrors", () => {
    const { values, toml, config } = stacks({});
    for (const key of ["image", "imagePullSecrets", "certsSecretName", "envVars"])
      expect(values).not.toHaveProperty(key);
    expect(at(toml, "kubernetes")).not.toHaveProperty("helper_image");
    expect(JSON.stringify(stackOf(config, "addons").module)).not.toContain("karpenter/controller");
  });
});
