import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../../src/cli";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { managerPod, type PodProps } from "../../fleet/jobs/pods";

const yaml = `name: ci
region: us-east-1
state: { backend: local }
cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } }
runners:
  - { name: fast, token: env:TF_VAR_token }
  - { name: slow, token: env:TF_VAR_token }
`;

describe("glrunner logs", () => {
  let folder: string;
  let eks: LoopbackServer;
  beforeEach(async () => {
    const endpoint = "https://ci";
    const cluster = { name: "ci", arn: "arn:ci", endpoint, certificateAuthority: { data: "Q0E=" } };
    eks = await listen(createServer((_, response) => response.end(JSON.stringify({ cluster }))));
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "ci.yaml"), yaml);
  });
  afterEach(async () => {
    await eks.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A kubectl that lists these pods of managers, and answers `logs` with a piece of shell. */
  const program = (pods: readonly Partial<PodProps>[], logs: string) => {
    const items = pods.map((pod) => managerPod({ name: "manager", ageSeconds: 60, ...pod }));
    writeFileSync(join(folder, "pods.json"), JSON.stringify({ items }));
    const script = [
      "#!/bin/sh",
      `echo "$*" >> "${folder}/calls"`,
      `[ "$1" = get ] && exec cat "${folder}/pods.json"`,
      logs,
    ];
    writeFileSync(join(folder, "bin", "kubectl"), `${script.join("\n")}\n`);
    chmodSync(join(folder, "bin", "kubectl"), 0o755);
  };
  const glrunner = async (args: readonly string[], onOut: (text: string) => void = () => undefined) => {
    const said = { out: "", err: "" };
    const env = {
      ...{ HOME: folder, PATH: `${join(folder, "bin")}:/usr/bin:/bin`, AWS_ENDPOINT_URL: eks.url },
      ...{ AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "s3cret" },
    };
    const code = await run(["logs", ...args, "--config", join(folder, "ci.yaml")], env, {
      out: (text) => {
        said.out += text;
        onOut(text);
      },
      err: (text) => (said.err += text),
      interactive: false,
    });
    return { code, ...said };
  };
  /** What kubectl was asked for, without the kubeconfig. */
  const asked = () => {
    const calls = join(folder, "calls");
    if (!existsSync(calls)) return [];
    return readFileSync(calls, "utf8")
      .split("\n")
      .map((line) => line.replace(/ --kubeconfig .*/, ""));
  };

  const token = "glrt-0123456789abcdefghij";

  it("shows the log of the newest pod that stays, without secrets", async () => {
    const pods = [
      { name: "before", ageSeconds: 9000 },
      { name: "now", ageSeconds: 600 },
      { name: "going", ageSeconds: 60, deleted: true },
    ];
    program(pods, `echo "Verifying ${token}"; echo "Checking for jobs"`);
    expect(await glrunner(["slow", "--since", "1h30m", "--tail", "20"])).toEqual({
      code: 0,
      out: "Verifying glrt-****\nChecking for jobs\n",
      err: "",
    });
    expect(asked()).toEqual([
      "get pods --namespace gitlab-runner --selector glrunner/manager=slow --output json",
      "logs now --namespace gitlab-runner --since=5400s --tail=20",
      "",
    ]);
  });

  it("is data with --json, for any contents of the lines", async () => {
    const key = ["-----BEGIN RSA PRIVATE KEY-----", "MIIE", "-----END RSA PRIVATE KEY-----"];
    program([{}], `printf '%s\\n' one ${key.map((line) => `'${line}'`).join(" ")} two`);
    const { code, out } = await glrunner(["fast", "--json", "--previous"]);
    expect({ code, result: JSON.parse(out) as unknown }).toEqual({
      code: 0,
      result: { runner: "fast", namespace: "gitlab-runner", pod: "manager", lines: ["one", "****", "two"] },
    });
    expect(asked()[1]).toBe("logs manager --namespace gitlab-runner --previous");
  });

  it("follows until Ctrl-C, which ends kubectl; only the exit code reports it", async () => {
    program([{}], `echo "Verifying ${token}"; exec sleep 30`);
    const started = performance.now();
    const result = await glrunner(["fast", "--follow"], () => {
      process.emit("SIGINT", "SIGINT");
    });
    expect(result).toEqual({ code: 130, out: "Verifying glrt-****\n", err: "" });
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(asked()[1]).toBe("logs manager --namespace gitlab-runner --follow");
  });

  it("ends by Ctrl-C before it knows the pod", async () => {
    program([], "");
    const script = `#!/bin/sh\nkill -INT ${process.pid}; sleep 5\n`;
    writeFileSync(join(folder, "bin", "kubectl"), script);
    const { code, out, err } = await glrunner(["fast", "--json"]);
    expect({ code, err }).toEqual({ code: 130, err: "" });
    expect(JSON.parse(out)).toMatchObject({ error: { code: "interrupted" } });
  });

  it("says which runner was meant", async () => {
    program([], "");
    const { code, err } = await glrunner(["fats"]);
    expect(code).toBe(2);
    expect(err).toContain("did you mean fast? [runner-unknown]");
    expect(err).toContain("name one of fast, slow");
    expect(asked()).toEqual([]);
  });

  it.each([
    [[], "", "manager-missing", "glrunner deploy runners"],
    [
      [{}],
      `echo 'Error from server (BadRequest): previous terminated container "fast" in pod "manager" not found' >&2; exit 1`,
      "log-unreadable",
      "leave out --previous",
    ],
    [
      [{}],
      `echo 'Error from server (BadRequest): container "fast" in pod "manager" is waiting to start: ContainerCreating' >&2; exit 1`,
      "log-unreadable",
      "glrunner status",
    ],
  ] as const)("fails with a next step: %j %s", async (pods, logs, expected, fix) => {
    program(pods, logs);
    const { code, out } = await glrunner(["fast", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: expected } });
    expect(out).toContain(fix);
  });

  it.each([
    ["--follow", "--json"],
    ["--follow", "--previous"],
    ["--tail", "0"],
    ["--since", "soon"],
  ])("refuses %s %s", async (...options) => {
    program([{}], "echo no");
    expect((await glrunner(["fast", ...options])).code).toBe(2);
    expect(asked()).toEqual([]);
  });
});
