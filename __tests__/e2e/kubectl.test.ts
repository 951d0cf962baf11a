/**
 * Runs real kubectl, with a token of `aws eks get-token`, on the emulated cluster. The cluster holds the objects that real
 * Terraform applied through the recording providers, and objects that a test adds.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import * as z from "zod";
import { providerPins } from "../../modules/pins";
import { startEmulator, type Emulator } from "../../src/emulator";
import { findRequirements } from "../../src/emulator/requirements";
import { kubectl as adoptedKubectl } from "../../src/run/adopt/kubernetes";
import { runCommand, type CommandResult } from "../../src/clients/system/command";
import { run } from "../../src/cli";
import { deleteStuckJobs, listJobs } from "../../src/fleet/jobs/report/list-jobs";
import { jobPod, managerPod } from "../fleet/jobs/pods";
import { aws, createCluster, execUser, getToken, kubeconfig, tokenSchema } from "../support/cluster-access";
import { configOf } from "../support/synth";

const requirements = await findRequirements();
const runs = async (...command: [string, ...string[]]) =>
  (await runCommand(command, { cwd: tmpdir(), env: process.env })).status === 0;
const ready =
  requirements.ok && (await runs("kubectl", "version", "--client")) && (await runs("aws", "--version"));
const canary = "glrt-canary-kubectl";
const listSchema = z.object({
  items: z.array(
    z.looseObject({
      kind: z.string(),
      metadata: z.looseObject({
        name: z.string(),
        namespace: z.string().optional(),
        labels: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
});

const pins = (...names: readonly ("helm" | "kubernetes" | "kubectl")[]) =>
  Object.fromEntries(
    names.map((name) => [name, { source: providerPins[name].source, version: providerPins[name].version }]),
  );

const nodePool = {
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "spot", labels: { a: "b" } },
  spec: { weight: 1 },
};

const root = {
  terraform: { required_providers: pins("helm", "kubernetes", "kubectl") },
  variable: { token: { type: "string", ephemeral: true, default: canary } },
  resource: {
    kubernetes_namespace_v1: { jobs: { metadata: [{ name: "jobs", labels: { team: "ci" } }] } },
    kubernetes_secret_v1: {
      runner: {
        metadata: [{ name: "runner", namespace: "${kubernetes_namespace_v1.jobs.id}", labels: { a: "b" } }],
        data_wo: { "runner-token": "${var.token}" },
        data_wo_revision: 1,
      },
    },
    kubernetes_config_map_v1_data: {
      aws_auth: {
        metadata: [{ name: "aws-auth", namespace: "kube-system" }],
        data: { mapRoles: "[]" },
        force: true,
      },
    },
    helm_release: {
      done: { name: "done", namespace: "releases", create_namespace: true, chart: "c" },
      broken: { name: "broken", namespace: "releases", chart: "c", depends_on: ["helm_release.done"] },
    },
    kubectl_manifest: {
      secret: {
        yaml_body: `{ apiVersion: v1, kind: Secret, metadata: { name: m, namespace: jobs }, stringData: { t: ${canary} } }`,
      },
      pool: { yaml_body: JSON.stringify(nodePool) },
    },
  },
};

const labelledPod = (name: string, labels: Record<string, string>, phase: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "jobs", labels },
  status: { phase },
});

describe.skipIf(!ready)("kubectl on the emulated cluster", () => {
  let folder: string;
  let emulator: Emulator;
  /** A kubeconfig with one token for all calls, which is faster than a new token for each call. */
  let tokenConfig: string;
  /** A kubeconfig that gets a new token for each call. */
  let execConfig: string;
  let endpoint: string;
  let applied: CommandResult;

  const terraform = (...args: string[]) =>
    runCommand(["terraform", ...args], { cwd: join(folder, "stack"), env: emulator.env });
  const kubectl = async (...args: string[]) => {
    const command = ["kubectl", "--kubeconfig", tokenConfig, ...args] as const;
    const result = await runCommand(command, { cwd: folder, env: emulator.env });
    onTestFailed(() => {
      console.error(args.join(" "), result.stdout, result.stderr);
    });
    return result;
  };
  const list = async (...args: string[]) => {
    const { stdout } = await kubectl("get", ...args, "-o", "json");
    return listSchema.parse(JSON.parse(stdout)).items;
  };
  const names = async (...args: string[]) => (await list(...args)).map(({ metadata }) => metadata.name);

  beforeAll(async () => {
    if (!requirements.ok) return;
    folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
    emulator = await startEmulator({ folder, requirements });
    const address = await createCluster(emulator);
    endpoint = address.endpoint;
    const { token } = tokenSchema.parse(JSON.parse(await aws(emulator, ...getToken))).status;
    execConfig = join(folder, "exec.json");
    tokenConfig = join(folder, "token.json");
    writeFileSync(execConfig, kubeconfig(address, execUser));
    writeFileSync(tokenConfig, kubeconfig(address, { token }));
    mkdirSync(join(folder, "stack"));
    writeFileSync(join(folder, "stack", "main.tf.json"), JSON.stringify(root));
    const fault = { during: "apply", type: "helm_release", identity: "releases/broken" } as const;
    const summary = "context deadline exceeded";
    emulator.providers.faults.inject({ ...fault, summary, taints: true });
    await terraform("init");
    applied = await terraform("apply", "-auto-approve", "-no-color");
  });
  afterAll(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("lists the applied objects, and Helm's secret of each release", async () => {
    expect(applied.stderr).toContain("Error: context deadline exceeded");
    const found = await list("namespaces,secrets", "--all-namespaces");
    expect(found.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`)).toEqual(
      [
        "Namespace /default",
        "Namespace /jobs",
        "Namespace /kube-node-lease",
        "Namespace /kube-public",
        "Namespace /kube-system",
        "Namespace /releases",
        "Secret jobs/m",
        "Secret jobs/runner",
        "Secret releases/sh.helm.release.v1.broken.v1",
        "Secret releases/sh.helm.release.v1.done.v1",
      ],
    );
    expect(found[1]?.metadata.labels).toEqual({ team: "ci", "kubernetes.io/metadata.name": "jobs" });
    expect(found.at(-1)?.metadata.labels).toMatchObject({
      ...{ owner: "helm", name: "done", status: "deployed", version: "1" },
    });
    expect(found.at(-2)?.metadata.labels).toMatchObject({ name: "broken", status: "failed" });
  });

  it("shows no value of a secret", async () => {
    const { stdout } = await kubectl("get", "secrets", "-A", "-o", "yaml");
    expect(stdout).toContain("name: runner");
    expect(stdout).not.toContain(canary);
    expect(stdout).not.toMatch(/^ *(data|stringData):/m);
  });

  it("selects pods by their labels and phase", async () => {
    emulator.kubernetes.add(labelledPod("one", { a: "b" }, "Running"));
    emulator.kubernetes.add(labelledPod("two", { a: "b" }, "Succeeded"));
    emulator.kubernetes.add(labelledPod("three", { a: "c" }, "Running"));
    const jsonpath = "jsonpath={.items[*].metadata.name}";
    const selected = await kubectl("get", "pods", "-n", "jobs", "-l", "a=b", "-o", jsonpath);
    expect(selected).toMatchObject({ status: 0, stdout: "one two" });
    expect(
      await names("pods", "-A", "--selector=a in (b,c)", "--field-selector=status.phase=Running"),
    ).toEqual(["one", "three"]);
    expect(await names("pods", "-n", "releases")).toEqual([]);
  });

  it("reports a missing object as Kubernetes does", async () => {
    expect(await kubectl("get", "namespace", "x")).toMatchObject({
      status: 1,
      stderr: 'Error from server (NotFound): namespaces "x" not found\n',
    });
    const ignore = ["-n", "kube-system", "--ignore-not-found", "-o", "jsonpath={.data}"];
    expect(await kubectl("get", "configmap", "aws-auth", ...ignore)).toMatchObject({
      status: 0,
      stdout: '{"mapRoles":"[]"}',
    });
    expect(await kubectl("get", "configmap", "other", ...ignore)).toMatchObject({ status: 0, stdout: "" });
  });

  it("serves Karpenter's kinds once the cluster holds an object of that API version", async () => {
    expect(await names("nodepools", "-l", "a=b")).toEqual(["spot"]);
    expect(await names("nodeclaims.karpenter.sh")).toEqual([]);
    expect((await kubectl("get", "provisioners")).stderr).toContain(
      `the server doesn't have a resource type "provisioners"`,
    );
  });

  it("answers the queries that adoption makes", async () => {
    const { get, secrets, definitions } = adoptedKubectl({
      kubeconfig: execConfig,
      env: emulator.env,
      cwd: folder,
    });
    expect(await get({ kind: "namespace", name: "jobs" })).toMatchObject({ labels: { team: "ci" } });
    expect(await get({ kind: "secret", name: "none", namespace: "jobs" })).toBeUndefined();
    const found = await secrets("releases", { owner: "helm", name: "broken" });
    expect(found).toMatchObject([{ name: "sh.helm.release.v1.broken.v1", labels: { status: "failed" } }]);
    const pools = {
      name: "nodepools.karpenter.sh",
      annotations: { "controller-gen.kubebuilder.io/version": "1" },
    };
    for (const metadata of [pools, { name: "nodeclaims.karpenter.sh" }])
      emulator.kubernetes.add({
        ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata },
      });
    expect(await definitions()).toMatchObject([{ name: "nodeclaims.karpenter.sh" }, pools]);
    const definitionNames = ["crd", "nodepools.karpenter.sh", "nodeclaims.karpenter.sh"];
    const patch = ["--type", "merge", "--patch", '{"metadata":{"labels":{"a":"b"}}}', "--dry-run=client"];
    expect((await kubectl("patch", ...definitionNames, ...patch)).stdout.match(/ patched/g)).toHaveLength(2);
  });

  it("lists running and hung jobs, and deletes the hung jobs that have not changed", async () => {
    const runner = { name: "fast", token: "env:TF_VAR_token" };
    const config = configOf({ name: "ci", region: "us-east-1", runners: [runner] });
    const at = Date.now();
    const addHungJob = (name: string, uid: string) => {
      const pod = jobPod({ name, at, ageSeconds: 5400 });
      emulator.kubernetes.add({ ...pod, metadata: { ...pod.metadata, uid } });
    };
    for (const name of ["gone", "replaced", "stays"]) addHungJob(name, name);
    emulator.kubernetes.add(managerPod({ name: "manager", at, ageSeconds: 9000, running: [9000] }));
    emulator.kubernetes.add(jobPod({ name: "young", at, ageSeconds: 60, phase: "Pending" }));
    const call = { kubeconfig: tokenConfig, env: emulator.env };
    const found = await listJobs(call, { config, now: new Date() });
    if (!found.ok) throw new Error(found.message);
    expect(found.runners).toMatchObject([{ runner: "fast", running: 3, pending: 1 }]);
    expect(found.unknown).toEqual([]);
    await kubectl("delete", "pod", "gone", "--namespace", "gitlab-jobs-fargate", "--wait=false");
    addHungJob("replaced", "another");
    const outcomes = await deleteStuckJobs(call, found.hung);
    expect(outcomes.map(({ pod, did }) => `${pod.name} ${did}`).sort()).toEqual([
      ...["gone gone", "replaced changed", "stays deleted"],
    ]);
    expect(await names("pods", "--namespace", "gitlab-jobs-fargate")).toEqual(["replaced", "young"]);
  });

  it("shows the log of a runner's manager with its token masked", async () => {
    const file = join(folder, "one.yaml");
    const clusterOptions = '{ endpoint: { allowedCidrs: ["203.0.113.0/24"] } }';
    const runners = "[{ name: fast, token: env:TF_VAR_token }]";
    writeFileSync(file, `name: one\nregion: eu-west-1\ncluster: ${clusterOptions}\nrunners: ${runners}\n`);
    const spec = { containers: [{ name: "fast" }] };
    const pod = managerPod({ name: "manager", ageSeconds: 60, running: [60], spec });
    emulator.kubernetes.add(pod);
    emulator.kubernetes.log(pod, [
      "Starting multi-runner",
      `Verifying ${canary}-0123456789`,
      "Checking for jobs",
    ]);
    let out = "";
    const options = ["--config", file, "--follow", "--tail", "2", "--since", "10m"];
    const code = await run(["logs", "fast", ...options], emulator.env, {
      out: (text) => (out += text),
      err: () => undefined,
      interactive: false,
    });
    expect({ code, out }).toEqual({ code: 0, out: "Verifying glrt-****\nChecking for jobs\n" });
  });

  it("deletes an object, but no system namespace, and creates no object", async () => {
    const releaseSecret = "sh.helm.release.v1.broken.v1";
    expect(await kubectl("delete", "secret", releaseSecret, "-n", "releases")).toMatchObject({ status: 0 });
    expect(emulator.providers.store.list()).not.toContainEqual(
      expect.objectContaining({ identity: "releases/broken" }),
    );
    expect((await kubectl("delete", "namespace", "default")).stderr).toContain(
      'namespaces "default" is forbidden: this namespace may not be deleted',
    );
    expect((await kubectl("create", "namespace", "new")).stderr).toContain(
      'Error from server (MethodNotAllowed): create is not supported on resources of kind "namespaces"',
    );
  });

  it("refuses clients without a token of the emulator", async () => {
    const foreignEnv = { ...emulator.env, AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" };
    const command = ["kubectl", "--kubeconfig", execConfig, "get", "namespaces"] as const;
    const { stderr } = await runCommand(command, { cwd: folder, env: foreignEnv });
    expect(stderr).toContain("You must be logged in to the server");
    expect(await statusOf(`${endpoint}/api`)).toBe(401);
    expect(await statusOf(`${endpoint}/readyz`)).toBe(200);
  });

  it("finds only the default namespaces after a reset", async () => {
    await emulator.reset();
    expect(await names("namespaces,secrets,pods", "-A")).toEqual([
      ...["default", "kube-node-lease", "kube-public", "kube-system"],
    ]);
  });
});

/** Returns the HTTP status of a request without a token. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    // The certificate is self-signed, and this test does not check the server's identity.
    request(url, { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once("error", reject)
      .end();
  });
}
