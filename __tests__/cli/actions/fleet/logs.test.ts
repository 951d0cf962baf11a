import { describe, expect, it } from "vitest";
import { managerPod, type PodProps } from "../../../fleet/jobs/pods";
import { clusterYaml, useScriptedCluster } from "../../../support/scripted-cluster";

describe("glrunner logs", () => {
  const at = useScriptedCluster(clusterYaml(["fast", "slow"]));
  /** A kubectl that lists these pods of managers, and answers `logs` with a piece of shell. */
  const program = (pods: readonly Partial<PodProps>[], logs: string) => {
    at.put(
      "pods",
      pods.map((pod) => managerPod({ name: "manager", ageSeconds: 60, ...pod })),
    );
    at.kubectl(`[ "$1" = get ] && exec cat "${at.path("pods.json")}"`, logs);
  };
  const glrunner = (args: readonly string[], options?: Parameters<typeof at.glrunner>[1]) =>
    at.glrunner(["logs", ...args], options);

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
    expect(at.calls()).toEqual([
      "get pods --namespace gitlab-runner --selector glrunner/manager=slow --output json",
      "logs now --namespace gitlab-runner --since=5400s --tail=20",
    ]);
  });

  it("is data with --json, with any content of the lines", async () => {
    const key = ["-----BEGIN RSA PRIVATE KEY-----", "MIIE", "-----END RSA PRIVATE KEY-----"];
    program([{}], `printf '%s\\n' one ${key.map((line) => `'${line}'`).join(" ")} two`);
    const { code, out } = await glrunner(["fast", "--json", "--previous"]);
    expect({ code, result: JSON.parse(out) as unknown }).toEqual({
      code: 0,
      result: { runner: "fast", namespace: "gitlab-runner", pod: "manager", lines: ["one", "****", "two"] },
    });
    expect(at.calls()[1]).toBe("logs manager --namespace gitlab-runner --previous");
  });

  it("follows until Ctrl-C ends it and kubectl, with only an exit code", async () => {
    program([{}], `echo "Verifying ${token}"; exec sleep 30`);
    const started = performance.now();
    const result = await glrunner(["fast", "--follow"], {
      onOut: () => {
        process.emit("SIGINT", "SIGINT");
      },
    });
    expect(result).toEqual({ code: 130, out: "Verifying glrt-****\n", err: "" });
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(at.calls()[1]).toBe("logs manager --namespace gitlab-runner --follow");
  });

  it("follows until the reader leaves, as `head` does, and ends quietly", async () => {
    program([{}], "echo one; exec sleep 30");
    const reader = new AbortController();
    const started = performance.now();
    const result = await glrunner(["fast", "--follow"], {
      outClosed: reader.signal,
      onOut: () => {
        reader.abort();
      },
    });
    expect(result).toEqual({ code: 0, out: "one\n", err: "" });
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it("ends with Ctrl-C before it knows the pod", async () => {
    program([], "");
    at.kubectl(`kill -INT ${process.pid}`, "exec sleep 5");
    const { code, out, err } = await glrunner(["fast", "--json"]);
    expect({ code, err }).toEqual({ code: 130, err: "" });
    expect(JSON.parse(out)).toMatchObject({ error: { code: "interrupted" } });
  });

  it("suggests the runner with the nearest name", async () => {
    program([], "");
    const { code, err } = await glrunner(["fats"]);
    expect(code).toBe(2);
    expect(err).toContain("did you mean fast? [runner-unknown]");
    expect(err).toContain("name one of fast, slow");
    expect(at.calls()).toEqual([]);
  });

  it.each([
    [[], "", "manager-missing", "glrunner deploy runners"],
    [
      [{}],
      `echo 'Error from server (BadRequest): previous terminated container "fast" in pod "manager" not found' >&2; exit 1`,
      "log-unreadable",
      "without --previous",
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
    expect(at.calls()).toEqual([]);
  });
});
