import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { servicesWithBalancer, runningJobs, strayNodes } from "../../../src/run/destroy-blockers/in-cluster";

describe("the search for objects in the cluster that block a destroy", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const call = () => ({ kubeconfig: join(folder, "config"), env: { PATH: `${folder}:/usr/bin:/bin` } });
  /** A kubectl that lists these by kind, and nothing of all others. */
  function kubectl(lists: Readonly<Record<string, readonly object[]>>) {
    const cases = Object.entries(lists).map(
      ([kind, items]) => `${kind}) cat <<'END'\n${JSON.stringify({ kind: "List", items })}\nEND\n;;`,
    );
    return script(
      `echo "$@" >> "${folder}/calls"\ncase "$2" in\n${cases.join("\n")}\n*) echo '{"items":[]}';;\nesac`,
    );
  }
  function script(text: string) {
    const file = join(folder, "kubectl");
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return call();
  }
  const pod = (name: string, phase: string) => ({
    metadata: { namespace: "jobs", name },
    status: { phase },
  });
  const ofPool = (name: string, label: string, pool: string) => ({
    metadata: { name, labels: { [label]: pool } },
  });

  it("finds job pods that have not ended, by the job label only", async () => {
    const phases = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];
    const [blocker, ...others] = await runningJobs(
      kubectl({ pods: phases.map((phase) => pod(phase.toLowerCase(), phase)) }),
    );
    expect(others).toEqual([]);
    expect(blocker?.what).toBe("3 job pods have not ended: jobs/pending, jobs/running, jobs/unknown");
    expect(blocker?.names).toHaveLength(3);
    expect(blocker?.fix).toContain("pause the runners in GitLab");
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe(
      `get pods --all-namespaces --selector glrunner/runner --output json --kubeconfig ${folder}/config --request-timeout 20s\n`,
    );
  });

  it("finds nothing in an empty cluster", async () => {
    const empty = kubectl({});
    expect(await runningJobs(empty)).toEqual([]);
    expect(await strayNodes(empty, [])).toEqual([]);
    expect(await servicesWithBalancer(empty)).toEqual([]);
  });

  it("finds Karpenter's nodes of pools that Terraform does not wait for", async () => {
    const nodes = kubectl({
      nodes: [
        ofPool("ours", "karpenter.sh/nodepool", "spot"),
        ofPool("theirs", "karpenter.sh/nodepool", "gpu"),
        ofPool("old", "karpenter.sh/provisioner-name", "default"),
        { metadata: { name: "fargate-ip-10-0-0-1" } },
      ],
      "nodeclaims.karpenter.sh": [ofPool("gpu-x", "karpenter.sh/nodepool", "gpu")],
    });
    const found = await strayNodes(nodes, ["spot", "on-demand"]);
    expect(found.map(({ names }) => names)).toEqual([["theirs", "old"], ["gpu-x"]]);
  });

  it("finds Services and Ingresses with a load balancer", async () => {
    const of = (name: string, more: object) => ({ metadata: { namespace: "web", name }, ...more });
    const found = await servicesWithBalancer(
      kubectl({
        services: [
          of("public", { spec: { type: "LoadBalancer" } }),
          of("inside", { spec: { type: "ClusterIP" } }),
        ],
        "ingresses.networking.k8s.io": [
          of("site", { status: { loadBalancer: { ingress: [{ hostname: "x.elb.amazonaws.com" }] } } }),
          of("waiting", { status: { loadBalancer: {} } }),
        ],
      }),
    );
    expect(found.map(({ names }) => names)).toEqual([["web/public"], ["web/site"]]);
  });

  it("finds no node claims without Karpenter", async () => {
    const without = script(
      `echo 'error: the server doesn'"'"'t have a resource type "nodeclaims"' >&2; exit 1`,
    );
    expect(await strayNodes(without, [])).toEqual([]);
  });

  it.each([
    [
      "The connection to the server 10.0.0.1:443 was refused - did you specify the right host or port?",
      "endpoint",
    ],
    ["Unable to connect to the server: dial tcp: lookup x.eks.amazonaws.com: no such host", "endpoint"],
    ["error: You must be logged in to the server (Unauthorized)", "aws-auth"],
    ['Error from server (Forbidden): pods is forbidden: User "me" cannot list resource "pods"', "aws-auth"],
  ])("reports a blocker when kubectl fails with %s", async (error, fix) => {
    const [blocker, ...others] = await runningJobs(script(`echo noise >&2\necho '${error}' >&2\nexit 1`));
    expect(others).toEqual([]);
    expect(blocker).toMatchObject({ what: `could not search for job pods: ${error}`, names: [] });
    expect(blocker?.fix).toContain(fix);
  });

  it("reports a blocker without kubectl", async () => {
    const [blocker] = await runningJobs({ ...call(), env: { PATH: folder } });
    expect(blocker?.fix).toMatch(/^install kubectl/);
  });
});
