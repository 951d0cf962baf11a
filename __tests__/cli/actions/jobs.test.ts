import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "../../../src/cli";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { jobPod, managerPod, now, type PodProps } from "../../fleet/jobs/pods";

const yaml = `name: ci
region: us-east-1
state: { backend: local }
cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } }
runners:
  - { name: fast, token: env:TF_VAR_token }
  - { name: idle, token: env:TF_VAR_token }
`;

describe("glrunner jobs", () => {
  let folder: string;
  let eks: LoopbackServer;
  let exists: boolean;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"], now });
    exists = true;
    const cluster = {
      name: "ci",
      arn: "arn:ci",
      endpoint: "https://ci",
      certificateAuthority: { data: "Q0E=" },
    };
    eks = await listen(
      createServer((_, response) => {
        response
          .writeHead(exists ? 200 : 404, { "x-amzn-errortype": "ResourceNotFoundException" })
          .end(JSON.stringify(exists ? { cluster } : { message: "No cluster" }));
      }),
    );
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    writeFileSync(join(folder, "ci.yaml"), yaml);
    put("pods", []);
    put("managers", [manager]);
    put("nodes", []);
    put("events", []);
    program("");
  });
  afterEach(async () => {
    vi.useRealTimers();
    await eks.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const put = (kind: string, items: readonly object[]) => {
    writeFileSync(join(folder, `${kind}.json`), JSON.stringify({ items }));
  };
  /** A kubectl that lists these files, and answers a deletion with `remove`, a piece of shell. */
  const program = (remove: string) => {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const script = [
      "#!/bin/sh",
      `echo "$*" >> "${folder}/calls"`,
      'case "$1 $2 $3" in',
      `"get pods --namespace") exec cat "${folder}/managers.json" ;;`,
      `"get "*) exec cat "${folder}/$2.json" ;;`,
      "esac",
      `cat "$5" >> "${folder}/sent"`,
      remove,
    ];
    writeFileSync(join(bin, "kubectl"), `${script.join("\n")}\n`);
    chmodSync(join(bin, "kubectl"), 0o755);
  };
  const glrunner = async (args: readonly string[], answer?: string) => {
    const said = { out: "", err: "", asked: "" };
    const env = {
      ...{ HOME: folder, PATH: `${join(folder, "bin")}:/usr/bin:/bin`, AWS_ENDPOINT_URL: eks.url },
      ...{ AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "s3cret" },
    };
    const ask = (question: string) => {
      said.asked += question;
      return answer === ""
        ? Promise.reject(new Error("stopped at a question"))
        : Promise.resolve(answer ?? "");
    };
    const code = await run([...args, "--config", join(folder, "ci.yaml")], env, {
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
      interactive: false,
      ...(answer !== undefined && { ask }),
    });
    return { code, ...said };
  };
  const deletions = () =>
    existsSync(join(folder, "calls"))
      ? readFileSync(join(folder, "calls"), "utf8")
          .split("\n")
          .filter((line) => line.startsWith("delete "))
          .map((line) => line.replace(/ --filename .*/, ""))
      : [];

  const url = "https://gitlab.com/group/app/-/jobs/7";
  const annotations = { "job.runner.gitlab.com/url": url };
  const job = (name: string, more: Partial<PodProps> = {}) =>
    jobPod({ name, ageSeconds: 5400, annotations, ...more });
  const manager = managerPod({ name: "manager", ageSeconds: 90_000, running: [90_000] });
  const deletion = (name: string) => `delete --raw /api/v1/namespaces/gitlab-jobs-fargate/pods/${name}`;

  it("shows what runs, at what price, and says that something hangs", async () => {
    const spec = { nodeName: "fargate-ip-10-0-0-1" };
    const running = {
      CapacityProvisioned: "1vCPU 2GB",
      "job.runner.gitlab.com/name": "build",
      ...annotations,
    };
    put("pods", [
      job("runs", { ageSeconds: 1800, annotations: running, spec }),
      job("waits", { ageSeconds: 2400, phase: "Pending" }),
      job("foreign", { namespace: "elsewhere" }),
    ]);
    const involvedObject = { namespace: "gitlab-jobs-fargate", name: "waits" };
    put("events", [
      { involvedObject, reason: "FailedScheduling", message: "later", lastTimestamp: "2026-11-28T11:00:00Z" },
      { involvedObject, reason: "FailedScheduling", message: "first", lastTimestamp: "2026-11-28T10:00:00Z" },
    ]);
    const { code, out } = await glrunner(["jobs"]);
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
      "RUNNER | POD | JOB | STATE | FOR | ON | USD/H | USD SO FAR | LINK",
      `fast | waits | pending | 40 min | - | $0.00 | $0.00 | ${url}`,
      " | FailedScheduling: later",
      `fast | runs | build | running | 30 min | Fargate 1 vCPU 2 GB | $0.04937 | $0.00 | ${url}`,
      "",
      "fast: 1 running, 1 pending, $0.04937 an hour",
      "idle: 0 running, 0 pending, $0.00 an hour",
      "List prices in us-east-1; on a node the share of a full one; Spot has none.",
      "1 job pod is stuck: run glrunner jobs clean to see which, and why.",
      "",
    ]);
  });

  it("is data with --json", async () => {
    put("pods", [job("hung")]);
    const { out } = await glrunner(["jobs", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      region: "us-east-1",
      runners: [
        { runner: "fast", running: 1, pending: 0 },
        { runner: "idle", running: 0 },
      ],
      jobs: [{ runner: "fast", pod: "hung", state: "running", ageSeconds: 5400, url }],
      hung: [{ pod: "hung", reasons: [{ code: "job-timeout", limitSeconds: 4500 }] }],
    });
  });

  it("cannot without a cluster, nor without an answer of it", async () => {
    exists = false;
    const missing = await glrunner(["jobs"]);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain("there is no cluster ci in us-east-1 that answers yet");
    exists = true;
    rmSync(join(folder, "bin"), { recursive: true });
    const { code, err } = await glrunner(["jobs"]);
    expect(code).toBe(1);
    expect(err).toContain("could not look for job pods");
    expect(err).toContain("fix: ");
  });

  describe("clean", () => {
    beforeEach(() => {
      put("pods", [job("hung"), job("young", { ageSeconds: 60 })]);
    });
    const reason = "is older than 1 h 15 min, the job's timeout and 15 min";
    const line = `gitlab-jobs-fargate/hung (1 h 30 min) ${url}: ${reason}\n`;

    it("only lists without a terminal", async () => {
      expect(await glrunner(["jobs", "clean"])).toMatchObject({
        code: 4,
        out: `1 job pod is stuck:\n  ${line}`,
      });
      expect(deletions()).toEqual([]);
    });

    it.each(["n", "no", ""])("deletes nothing when the answer is %j", async (answer) => {
      const { code, asked, err } = await glrunner(["jobs", "clean"], answer);
      expect({ code, err }).toEqual({
        code: 4,
        err: `1 job pod is stuck:\n  ${line}Cancelled: nothing was deleted.\n`,
      });
      expect(asked).toContain("Delete them? [y/N] ");
      expect(deletions()).toEqual([]);
    });

    it.each([
      [["jobs", "clean"], "y"],
      [["jobs", "clean", "--yes"], undefined],
    ])("deletes exactly what hangs, if it is still the same: %j %j", async (args, answer) => {
      expect(await glrunner(args, answer)).toMatchObject({ code: 0, out: `deleted: ${line}` });
      expect(deletions()).toEqual([deletion("hung")]);
      expect(JSON.parse(readFileSync(join(folder, "sent"), "utf8"))).toEqual({
        ...{ apiVersion: "v1", kind: "DeleteOptions" },
        preconditions: { uid: "uid-hung", resourceVersion: "1" },
      });
    });

    it("takes an age of its own", async () => {
      const { out } = await glrunner(["jobs", "clean", "--older-than", "30s", "--json", "--yes"]);
      expect(JSON.parse(out)).toMatchObject({
        deleted: true,
        pods: [
          { pod: "hung", did: "deleted", reasons: [{ code: "job-timeout" }, { code: "too-old" }] },
          { pod: "young", did: "deleted", reasons: [{ text: "is older than 30 s" }] },
        ],
      });
    });

    it.each([
      ['Error from server (NotFound): pods "hung" not found', 0, "was already gone: "],
      ["Error from server (Conflict): Precondition failed", 0, "not deleted, since it has changed: "],
      [
        'Error from server (Forbidden): pods "hung" is forbidden',
        1,
        'could not be deleted (Error from server (Forbidden): pods "hung" is forbidden): ',
      ],
    ])("where kubectl says %s: exit code %d", async (said, exit, did) => {
      program(`echo '${said}' >&2; exit 1`);
      expect(await glrunner(["jobs", "clean", "--yes"])).toMatchObject({ code: exit, out: `${did}${line}` });
    });

    it("says so where nothing hangs", async () => {
      put("pods", [job("young", { ageSeconds: 60 })]);
      const { code, out, asked } = await glrunner(["jobs", "clean"], "y");
      expect({ code, out, asked }).toEqual({ code: 0, out: "No job pod is stuck.\n", asked: "" });
    });

    it.each(["2d", "0s", "-1h", "soon"])("refuses --older-than=%s", async (time) => {
      const { code, err } = await glrunner(["jobs", "clean", `--older-than=${time}`]);
      expect(code).toBe(2);
      expect(err).toContain("--older-than takes a time such as 90m or 2h30m");
    });
  });

  it("takes no action but clean", async () => {
    const { code, err } = await glrunner(["jobs", "dance"]);
    expect({ code, named: err.includes("dance") }).toEqual({ code: 2, named: true });
  });
});
