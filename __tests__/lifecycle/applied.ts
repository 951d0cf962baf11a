/** Compares what an apply sent to the chart, the Kubernetes API and IAM with the configuration. */
import { expect } from "vitest";
import { parse as parseToml } from "smol-toml";
import { parse } from "yaml";
import { z } from "zod";
import type { Config, Runner } from "../../src/config";
import type { JournalEntry } from "../../src/emulator/providers/journal";
import type { ShownResource } from "../support/shown-state";
import { at } from "../support/synth";

/** The values that the chart reads since 0.84. The chart renders a value of another type incorrectly. */
const chartValues = z.looseObject({
  gitlabUrl: z.url(),
  concurrent: z.int(),
  checkInterval: z.int(),
  shutdown_timeout: z.int(),
  terminationGracePeriodSeconds: z.int(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  podAnnotations: z.record(z.string(), z.string()),
  metrics: z
    .object({ enabled: z.literal(true), podMonitor: z.object({ enabled: z.literal(true) }).optional() })
    .optional(),
  resources: z.object({ requests: z.object({ cpu: z.string().regex(/^\d+m$/), memory: z.string() }) }),
  serviceAccount: z.object({ annotations: z.record(z.string(), z.string()).optional() }),
  runners: z.object({
    secret: z.string(),
    jobNamespace: z.string(),
    tags: z.string().optional(),
    maximumTimeout: z.string().optional(),
    config: z.string(),
  }),
});

/** Keys of `[[runners]]`, with the types of GitLab Runner. */
const runnerConfig = z.object({
  runners: z.tuple([
    z.object({
      request_concurrency: z.int(),
      output_limit: z.int().optional(),
      environment: z.array(z.string()).optional(),
      cache: z
        .object({ Type: z.string(), Shared: z.boolean(), s3: z.object({ BucketName: z.string() }) })
        .optional(),
      kubernetes: z.looseObject({
        namespace: z.string(),
        image: z.string(),
        pull_policy: z.string(),
        privileged: z.boolean(),
        poll_timeout: z.int(),
        cpu_request: z.string(),
        memory_limit: z.string(),
        node_selector: z.record(z.string(), z.string()).optional(),
      }),
    }),
  ]),
});

function valuesOf(entries: readonly JournalEntry[], type: string, identity: string): Record<string, unknown> {
  const entry = entries.find((each) => each.type === type && each.identity === identity);
  if (entry === undefined) throw new Error(`the journal has no ${type} ${identity}`);
  return entry.values;
}

const firstText = z.tuple([z.string()]);

type ChartValues = z.output<typeof chartValues>;

export function runnerValuesOf(runner: string, entries: readonly JournalEntry[]): ChartValues {
  const { values } = valuesOf(entries, "helm_release", `gitlab-runner/${runner}`);
  return chartValues.parse(parse(firstText.parse(values)[0]));
}

/** `[[runners]]`, as the manager reads it. */
export function runnerTomlOf({ runners }: ChartValues) {
  // The chart renders it as a Helm template. Only this template action may be in it.
  const rendered = runners.config.replaceAll('{{ "{{" }}', "{{");
  return runnerConfig.parse(parseToml(rendered)).runners[0];
}

export function expectRunners(config: Config, entries: readonly JournalEntry[]): void {
  for (const runner of config.runners) {
    const release = valuesOf(entries, "helm_release", `gitlab-runner/${runner.name}`);
    expect(release).toMatchObject({ chart: "gitlab-runner", version: config.versions.runnerChart });
    const values = runnerValuesOf(runner.name, entries);
    expect(values).toMatchObject({
      gitlabUrl: runner.gitlabUrl,
      concurrent: runner.concurrent,
      checkInterval: runner.manager.checkIntervalSeconds,
      shutdown_timeout: runner.manager.shutdownTimeoutSeconds,
      runners: { jobNamespace: runner.namespace },
    });
    const registered = runner.tokenType === "registration";
    expect(values.runners.tags).toBe(registered ? runner.tags.join(",") : undefined);
    expect([values.metrics !== undefined, values.metrics?.podMonitor !== undefined]).toEqual([
      config.addons.metrics !== "off",
      config.addons.metrics === "pod-monitor",
    ]);
    expect(values.nodeSelector !== undefined).toBe(config.cluster.managers === "nodes");
    expect(values.serviceAccount.annotations !== undefined).toBe(runner.cache !== undefined);
    const toml = runnerTomlOf(values);
    const variables = Object.entries({ ...config.proxy, ...runner.environment }).map(
      ([name, value]) => `${name}=${value}`,
    );
    expect(toml.environment ?? []).toEqual(variables);
    expect(toml).toMatchObject({
      request_concurrency: runner.manager.requestConcurrency,
      kubernetes: {
        namespace: runner.namespace,
        image: runner.job.image,
        pull_policy: runner.job.pullPolicy,
        privileged: runner.job.privileged,
        poll_timeout: runner.manager.pollTimeoutSeconds,
        memory_limit: runner.job.memory,
      },
    });
    expectCompany(config, runner, values, toml);
    expect(toml.cache?.s3.BucketName).toBe(runner.cache?.bucket);
    expect(toml.kubernetes.node_selector !== undefined).toBe(runner.compute !== "fargate");
    expectToken(runner.token, values.runners.secret, entries);
  }
}

/** For a GitLab with its own CA behind a proxy: checks that each value is where the chart and the runner read it. */
function expectCompany(config: Config, runner: Runner, values: unknown, toml: unknown): void {
  const { gitlabCa, proxy, images } = config;
  const variables = {
    ...proxy,
    ...(gitlabCa && { CI_SERVER_TLS_CA_FILE: `/home/gitlab-runner/.gitlab-runner/certs/${gitlabCa.key}` }),
  };
  const given = Object.entries(variables).map(([name, value]) => ({ name, value }));
  expect(at(values, "envVars") ?? []).toEqual(given);
  expect(at(values, "certsSecretName")).toBe(gitlabCa?.secret);
  const certificates = { name: gitlabCa?.secret, mount_path: "/etc/gitlab-runner/certs" };
  if (gitlabCa !== undefined) {
    expect(at(toml, "kubernetes", "volumes", "secret", 0)).toMatchObject(certificates);
  }
  expect(at(toml, "kubernetes", "image_pull_secrets") ?? []).toEqual(images.pullSecrets);
  expect(at(toml, "kubernetes", "helper_image")).toBe(runner.job.helper.image);
  const { serviceAccount } = runner.job;
  expect(at(toml, "kubernetes", "automount_service_account_token")).toBe(serviceAccount?.mountToken ?? false);
  expect(at(toml, "kubernetes", "service_account")).toBe(
    serviceAccount && (serviceAccount.existing ?? runner.name),
  );
}

/** The chart mounts both keys. glrunner does not create a Secret that the user provides. */
function expectToken(token: string, secret: string, entries: readonly JournalEntry[]): void {
  const identity = `gitlab-runner/${secret}`;
  const made = entries.filter(
    (entry) => entry.type === "kubernetes_secret_v1" && entry.identity === identity,
  );
  if (token.startsWith("kubernetes:")) {
    expect([secret, made]).toEqual([token.slice("kubernetes:".length), []]);
    return;
  }
  const keys = { "runner-token": "(sensitive)", "runner-registration-token": "(sensitive)" };
  expect(made).toMatchObject([{ values: { type: "Opaque", data_wo: keys } }]);
}

export function expectNodePools(config: Config, entries: readonly JournalEntry[]): void {
  const { enabled, nodePools } = config.addons.karpenter;
  if (!enabled || config.versions.set === "tutorial") return;
  for (const [name, pool] of Object.entries(nodePools)) {
    const { yaml_body_parsed } = valuesOf(entries, "kubectl_manifest", `NodePool/${name}`);
    const requirement = (key: string, values: readonly unknown[]) => ({ key, operator: "In", values });
    const manifest: unknown = parse(String(yaml_body_parsed));
    expect(manifest).toMatchObject({
      apiVersion: "karpenter.sh/v1",
      spec: {
        limits: { cpu: String(pool.maxCpu) },
        template: { spec: { expireAfter: `${pool.expireAfterHours}h` } },
      },
    });
    for (const wanted of [
      requirement(
        "karpenter.sh/capacity-type",
        pool.capacity === "spot-first" ? ["spot", "on-demand"] : [pool.capacity],
      ),
      requirement("kubernetes.io/arch", [pool.architecture]),
      requirement("karpenter.k8s.aws/instance-cpu", pool.cpus.map(String)),
    ]) {
      expect(at(manifest, "spec", "template", "spec", "requirements")).toContainEqual(wanted);
    }
  }
}

/** The roles with access to the cluster. Without every pod execution role, Fargate pods could not start. */
export function expectAccess(config: Config, entries: readonly JournalEntry[]): void {
  const data = z.object({ mapRoles: z.string(), mapUsers: z.string(), mapAccounts: z.string() });
  const written = valuesOf(entries, "kubernetes_config_map_v1_data", "kube-system/aws-auth");
  const auth = data.parse(written.data);
  const mapped = z.array(z.object({ rolearn: z.string(), username: z.string() }));
  const roles = mapped.parse(parse(auth.mapRoles));
  const { access, fargateProfiles } = config.cluster;
  expect(roles.filter(({ username }) => username === "system:node:{{SessionName}}").length).toBe(
    fargateProfiles.length,
  );
  // The authenticator ignores paths.
  for (const { rolearn } of roles) expect(rolearn).toMatch(/^arn:aws:iam::\d{12}:role\/[^/]+$/);
  for (const { arn } of access.roles) expect(roles.map(({ rolearn }) => rolearn)).toContain(arn);
  expect(parse(auth.mapAccounts)).toEqual(access.accounts);
}

const roleSchema = z.object({ path: z.string(), permissions_boundary: z.string() });

/** Every role of every stage, from modules and from glrunner's own resources. */
export function expectRoles(config: Config, resources: readonly ShownResource[]): void {
  const roles = resources.filter(({ address }) => /(^|\.)aws_iam_role\.[^.]+$/.test(address));
  const { rolePath: path = "/", permissionsBoundary: permissions_boundary = "" } = config.iam;
  expect(roles.length).toBeGreaterThan(1);
  expect(roles.map(({ address, values }) => [address, roleSchema.parse(values)])).toEqual(
    roles.map(({ address }) => [address, { path, permissions_boundary }]),
  );
}
