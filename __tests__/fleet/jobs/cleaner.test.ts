/** Runs the script of the job cleaner with Node, against a Kubernetes API on loopback. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCertificate } from "../../../src/emulator/certificate";
import { clusterCreator } from "../../../src/emulator/kubernetes/authorizer";
import { startClusterEndpoint } from "../../../src/emulator/cluster-endpoint";
import { EmulatedKubernetes } from "../../../src/emulator/kubernetes";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { ClusterStore } from "../../../src/emulator/providers/cluster-store";
import { cleanerScript } from "../../../src/fleet/jobs/cleaner-script";
import { generatedScript } from "../../../src/fleet/jobs/generated";
import { readSettings } from "../../../src/fleet/jobs/settings";
import { runCommand } from "../../../src/clients/system/command";
import { anyPod, jobPod, managerPod, scope, type PodProps } from "./pods";

/** The token by which the emulated cluster identifies the caller. */
const credential = encodeURIComponent("loopback/20260101/eu-west-1/sts/aws4_request");
const signed = `https://sts.eu-west-1.amazonaws.com/?X-Amz-Credential=${credential}`;
const token = `k8s-aws-v1.${Buffer.from(signed).toString("base64url")}`;

describe("the job cleaner", () => {
  const certificate = createCertificate();
  let cluster: EmulatedKubernetes;
  let server: LoopbackServer;
  let folder: string;
  beforeEach(async () => {
    cluster = new EmulatedKubernetes(new ClusterStore());
    server = await startClusterEndpoint(certificate, cluster, {
      userOf: (key) => (key === "loopback" ? clusterCreator : undefined),
    });
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    writeFileSync(join(folder, "token"), `${token}\n`);
    writeFileSync(join(folder, "ca.crt"), certificate.certificate);
    writeFileSync(join(folder, "cleaner.cjs"), cleanerScript);
    writeFileSync(join(folder, "settings.json"), JSON.stringify({ scope, olderThanSeconds: 7200 }));
  });
  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (...objects: readonly ReturnType<typeof anyPod>[]) => {
    for (const object of objects) cluster.add(object);
  };
  const left = () =>
    cluster.objects().flatMap(({ object }) => (object.kind === "Pod" ? [object.metadata.name] : []));
  const clean = (url = server.url) => {
    const { hostname, port } = new URL(url);
    const command = [
      process.execPath,
      join(folder, "cleaner.cjs"),
      join(folder, "settings.json"),
      folder,
    ] as const;
    const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
    return runCommand(command, { cwd: folder, env });
  };
  /** The script uses the clock of the machine. */
  const at = Date.now();
  const old = (name: string, more: Partial<PodProps> = {}) => jobPod({ name, at, ageSeconds: 9000, ...more });
  const manager = managerPod({ name: "manager", at, ageSeconds: 90_000, running: [90_000] });

  it("is up to date with its sources: if not, run `npm run docs`", async () => {
    const { path, text } = await generatedScript();
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("deletes exactly the stuck pods, and logs the reasons", async () => {
    put(
      manager,
      old("hung"),
      old("pending", { ageSeconds: 901, phase: "Pending" }),
      old("of-a-lost-manager", {
        ageSeconds: 700,
        namespace: "gitlab-jobs-spot",
        labels: { "glrunner/runner": "spot", "manager.runner.gitlab.com/name": "ci-spot" },
      }),
      old("young", { ageSeconds: 800 }),
      old("elsewhere", { namespace: "default" }),
      old("beside-the-managers", { namespace: "gitlab-runner" }),
      old("a-manager", { labels: { "glrunner/manager": "fast" } }),
      old("pause", { labels: { "runner.gitlab.com/pause-pod": "true" } }),
      anyPod({ name: "only-ours", at, ageSeconds: 9000, labels: { "glrunner/runner": "fast" } }),
      anyPod({ name: "only-gitlabs", at, ageSeconds: 9000, labels: { "job.runner.gitlab.com/pod": "x" } }),
    );
    const { status, stdout, stderr } = await clean();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        pod: "gitlab-jobs-fargate/hung",
        did: "deleted",
        reasons: [
          { code: "job-timeout", limitSeconds: 4500 },
          { code: "too-old", limitSeconds: 7200 },
        ],
      },
      {
        pod: "gitlab-jobs-fargate/pending",
        did: "deleted",
        reasons: [{ code: "never-started", limitSeconds: 900 }],
      },
      {
        pod: "gitlab-jobs-spot/of-a-lost-manager",
        did: "deleted",
        reasons: [{ code: "manager-gone", limitSeconds: 600 }],
      },
    ]);
    expect(left().sort()).toEqual([
      ...["a-manager", "beside-the-managers", "elsewhere", "manager"],
      ...["only-gitlabs", "only-ours", "pause", "young"],
    ]);
  });

  it("logs nothing if no pod is stuck", async () => {
    put(manager, old("young", { ageSeconds: 60 }));
    expect(await clean()).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(left()).toEqual(["manager", "young"]);
  });

  it("fails and deletes nothing if it may not list pods", async () => {
    put(old("hung"));
    writeFileSync(join(folder, "token"), "of nobody");
    const { status, stderr } = await clean();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "could not list pods in gitlab-jobs-fargate: 401 Unauthorized\n",
    });
    expect(left()).toEqual(["hung"]);
  });

  it("refuses a server with another certificate", async () => {
    const other = createCertificate();
    const impostor = await listen(createServer({ cert: other.certificate, key: other.key }));
    const { status, stdout } = await clean(impostor.url);
    await impostor.stop();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  it("deletes nothing if it cannot read a manager", async () => {
    const sent: string[] = [];
    const api = createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
      sent.push(request.method ?? "");
      const items = request.url?.includes("/gitlab-runner/") === true ? [{ metadata: {} }] : [old("hung")];
      response.end(JSON.stringify({ items }));
    });
    const strange = await listen(api);
    const { status, stderr } = await clean(strange.url);
    await strange.stop();
    expect({ status, stderr }).toEqual({ status: 1, stderr: "could not read a pod in gitlab-runner\n" });
    expect(new Set(sent)).toEqual(new Set(["GET"]));
  });

  it("continues after a pod that it may not delete, and fails at the end", async () => {
    const answers = new Map([
      ["DELETE one", [403, { message: 'pods "one" is forbidden' }]],
      ["DELETE two", [409, {}]],
      ["DELETE three", [404, {}]],
      ["DELETE four", [200, {}]],
    ] as const);
    const sent: string[] = [];
    const items = ["one", "two", "three", "four"].map((name, place) =>
      old(name, { ageSeconds: 9000 - place }),
    );
    const api = createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
      const { method = "", url = "" } = request;
      request.setEncoding("utf8").on("data", (text: string) => sent.push(text));
      request.once("end", () => {
        const name = /^\/api\/v1\/namespaces\/gitlab-jobs-fargate\/pods\/(\w+)$/.exec(url)?.[1];
        const isList = url.startsWith("/api/v1/namespaces/gitlab-jobs-fargate/pods?");
        const found = [...answers].find(([key]) => key === `${method} ${name ?? ""}`)?.[1];
        const [code, body] = found ?? [200, { items: isList ? items : [] }];
        response.writeHead(code).end(JSON.stringify(body));
      });
    });
    const refusing = await listen(api);
    const { status, stdout } = await clean(refusing.url);
    await refusing.stop();
    expect(status).toBe(1);
    const outcomes = stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(outcomes).toMatchObject([
      { did: "failed", why: '403 pods "one" is forbidden' },
      { did: "changed" },
      { did: "gone" },
      { did: "deleted" },
    ]);
    expect(sent.slice(0, 1).map((text): unknown => JSON.parse(text))).toEqual([
      { apiVersion: "v1", kind: "DeleteOptions", preconditions: { uid: "uid-one", resourceVersion: "1" } },
    ]);
  });
});

describe("the settings of the job cleaner", () => {
  it("are read as the stage writes them", () => {
    const settings = { scope, olderThanSeconds: 60 };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
    expect(readSettings(JSON.stringify({ scope }))).toEqual({ scope });
  });

  it.each([
    ["{}"],
    [JSON.stringify({ scope: { ...scope, managerNamespace: "" } })],
    [JSON.stringify({ scope: { ...scope, runners: [{ name: "r", pollTimeoutSeconds: 1 }] } })],
    [JSON.stringify({ scope: { ...scope, runners: [{ name: "r", namespace: "n" }] } })],
  ])("are refused: %s", (json) => {
    expect(() => readSettings(json)).toThrow("the settings name no cluster, managers or runners");
  });
});
