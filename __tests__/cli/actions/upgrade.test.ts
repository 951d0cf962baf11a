import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { runCli } from "../../support/run-cli";

const yaml = `# Our CI.
name: ci
region: us-east-1
state: { backend: local }
cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } }
versions:
  kubernetes: "1.34" # until winter
  karpenter: 1.12.2
runners:
  - { name: fast, token: env:TF_VAR_token }
`;
const written = yaml.replace("1.12.2", "1.15.0");

describe("glrunner upgrade", () => {
  let folder: string;
  let file: string;
  let eks: LoopbackServer;
  /** Of the cluster; undefined when there is none. */
  let deployed: string | undefined;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 1) });
    deployed = "1.34";
    eks = await listen(
      createServer((_, response) => {
        response
          .writeHead(deployed === undefined ? 404 : 200, { "x-amzn-errortype": "ResourceNotFoundException" })
          .end(JSON.stringify(deployed === undefined ? {} : { cluster: { version: deployed } }));
      }),
    );
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    file = join(folder, "ci.yaml");
    writeFileSync(file, yaml, { mode: 0o640 });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await eks.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const glrunner = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    runCli(["upgrade", ...args, "--config", file], {
      env: {
        ...{ HOME: folder, AWS_ENDPOINT_URL: eks.url },
        ...{ AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "s3cret" },
        ...more,
      },
    });
  const json = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await glrunner([...args, "--json"])).out) as unknown;

  it("lists the steps with their commands, and changes nothing", async () => {
    const { code, out } = await glrunner([]);
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => /^\d|^ +(run|set):|^Next/.test(line))).toEqual([
      "1  Karpenter 1.12.2 to 1.15.0, with its custom resource definitions",
      "   set: versions.karpenter: 1.15.0",
      `   run: glrunner plan addons --config ${file}`,
      `   run: glrunner deploy addons --config ${file}`,
      "2  Kubernetes 1.34 to 1.35",
      "   set: versions.kubernetes: 1.35",
      `   run: glrunner plan eks --config ${file}`,
      `   run: glrunner deploy eks --config ${file}`,
      `   run: glrunner deploy addons runners --config ${file}`,
      `   run: glrunner kubeconfig --config ${file}`,
      "   run: kubectl --namespace kube-system rollout restart deployment coredns",
      "   run: kubectl --namespace karpenter rollout restart deployment karpenter",
      "   run: kubectl --namespace gitlab-runner rollout restart deployment",
      `Next: glrunner upgrade --write --config ${file}`,
    ]);
    expect(readFileSync(file, "utf8")).toBe(yaml);
  });

  it("sets the first step's values with --write, shows the difference, and keeps the rest", async () => {
    const { code, out } = await glrunner(["--write"]);
    expect(code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(written);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(out.split("\n").filter((line) => /^[-+]/.test(line))).toEqual([
      "-   karpenter: 1.12.2",
      "+   karpenter: 1.15.0",
    ]);
    expect(out).toContain(`Next:\n  glrunner plan addons --config ${file}\n  glrunner deploy addons`);
    expect(await json("--write")).toMatchObject({
      written: true,
      next: [
        expect.stringContaining("glrunner plan eks") as string,
        ...Array<unknown>(6).fill(expect.any(String)),
      ],
    });
    expect(readFileSync(file, "utf8")).toBe(written.replace('"1.34"', '"1.35"'));
  });

  it("waits with the next step until the control plane has this one", async () => {
    writeFileSync(file, written.replace("1.34", "1.35"));
    expect(await json("--to", "1.36", "--write")).toMatchObject({ written: false, from: "1.34", diff: "" });
    deployed = "1.35";
    expect(await json("--to", "1.36", "--write")).toMatchObject({ written: true, from: "1.35" });
    expect(readFileSync(file, "utf8")).toBe(written.replace("1.34", "1.36"));
  });

  it("writes through a symbolic link", async () => {
    const link = join(folder, "link.yaml");
    symlinkSync(file, link);
    file = link;
    await glrunner(["--write"]);
    expect(readFileSync(join(folder, "ci.yaml"), "utf8")).toBe(written);
    expect(statSync(link).isFile()).toBe(true);
  });

  it("uses the configured version without a cluster, or if AWS does not answer", async () => {
    deployed = undefined;
    expect(await json()).toMatchObject({ from: "1.34" });
    deployed = "1.35";
    expect(await json("--offline")).toMatchObject({ from: "1.34" });
    await eks.stop();
    const { code, out, err } = await glrunner(["--json"], { AWS_MAX_ATTEMPTS: "1" });
    expect({ code, from: (JSON.parse(out) as { from: string }).from }).toEqual({ code: 0, from: "1.34" });
    expect(err).toContain("The cluster's version is unknown");
  });

  it.each([
    [["--to", "1.33"], "upgrade-target"],
    [["--to", "soon"], "option-invalid"],
  ])("refuses %j: %s", async (args, expected) => {
    const { code, out } = await glrunner([...args, "--write", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: expected } });
    expect(readFileSync(file, "utf8")).toBe(yaml);
  });

  it("writes nothing if the step needs a value that glrunner does not know", async () => {
    writeFileSync(file, written.replace("1.34", "1.35"));
    deployed = "1.35";
    const { code, out } = await glrunner(["--write", "--json", "--to", "1.35", "--on", "2027-01-10"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "upgrade-by-hand" } });
    expect(readFileSync(file, "utf8")).toBe(written.replace("1.34", "1.35"));
  });

  it("writes nothing that a variable of the environment would override", async () => {
    const { code, out } = await glrunner(["--write", "--json"], { GLRUNNER__VERSIONS__KARPENTER: "1.12.2" });
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "upgrade-by-hand" } });
    expect(readFileSync(file, "utf8")).toBe(yaml);
  });
});
