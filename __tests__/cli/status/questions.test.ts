/** What `glrunner status` asks AWS and the cluster, with a kubectl that answers from memory. */
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askCluster, askEks, askGitLab } from "../../../src/cli/status/questions";
import * as command from "../../../src/clients/system/command";
import { configOf, runner } from "../../config/samples";
import { jobPod, managerPod, now } from "../../fleet/jobs/pods";
import { cluster, noCluster, scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

const config = configOf({ name: "ci", runners: [runner({ name: "fast" }), runner({ name: "spot" })] });
let aws: ScriptedAws;
beforeEach(async () => {
  aws = await scriptedAws();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await aws.stop();
});
const env = () => ({
  ...{ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "none" },
});

describe("the question to EKS", () => {
  const eks = (described: object) =>
    void aws.answers.set("GET /clusters/ci", JSON.stringify({ cluster: described }));

  it("is answered with the cluster's status and the problems that EKS reports", async () => {
    eks({
      ...{ status: "ACTIVE", endpoint: "https://e", version: "1.33", platformVersion: "eks.9" },
      health: { issues: [{ code: "Ec2SubnetNotFound", message: "no subnet" }, { code: "VpcNotFound" }, {}] },
    });
    expect(await askEks(config, env())).toMatchObject({
      known: true,
      value: {
        ...{ status: "ACTIVE", endpoint: "https://e", kubernetes: "1.33", platformVersion: "eks.9" },
        issues: ["no subnet", "VpcNotFound", expect.any(String)],
      },
    });
  });

  it("is answered without a cluster if EKS has none", async () => {
    aws.answers.set("GET /clusters/ci", noCluster);
    expect(await askEks(config, env())).toEqual({ known: true, value: undefined });
  });

  it("has no answer if AWS refuses, which differs from no cluster", async () => {
    expect(await askEks(config, env())).toMatchObject({ known: false });
  });
});

describe("the question to the cluster", () => {
  /** Objects by the arguments of `kubectl get`; a text is an error. */
  let objects: Map<string, readonly object[] | string>;
  let kubeconfigs: Set<string>;
  const jobSelector = "glrunner/runner,job.runner.gitlab.com/pod";
  beforeEach(() => {
    aws.answers.set("GET /clusters/ci", cluster("ci"));
    objects = new Map<string, readonly object[] | string>([["nodes", []]]);
    kubeconfigs = new Set();
    vi.spyOn(command, "runCommand").mockImplementation(([program, verb, ...args]) => {
      const file = args[args.indexOf("--kubeconfig") + 1] ?? "";
      if (existsSync(file)) kubeconfigs.add(file);
      const selector = args.includes("--selector") ? ` ${args[args.indexOf("--selector") + 1] ?? ""}` : "";
      const found = objects.get(`${args[0] ?? ""}${selector}`);
      if (program !== "kubectl" || verb !== "get" || found === undefined)
        throw new Error(`${program} ${[verb, ...args].join(" ")} was not scripted`);
      const failed = typeof found === "string";
      return Promise.resolve({
        ...{ status: failed ? 1 : 0, stderr: failed ? found : "" },
        stdout: failed ? "" : JSON.stringify({ items: found }),
      });
    });
  });
  const managers = (...pods: readonly object[]) => objects.set("pods glrunner/manager", pods);
  const jobs = (...pods: readonly object[]) => objects.set(`pods ${jobSelector}`, pods);
  const ask = () => askCluster(config, env(), new Date(now));

  it("is answered with the state of each manager", async () => {
    jobs();
    managers(managerPod({ name: "m-1", ageSeconds: 60, running: [60] }));
    expect((await ask()).managers).toEqual({
      known: true,
      value: [
        { runner: "fast", state: "up" },
        { runner: "spot", state: "down" },
      ],
    });
  });

  it.each<[string, Parameters<typeof managerPod>[0], string]>([
    ["starting while its pod waits", { name: "m", ageSeconds: 60, phase: "Pending" }, "starting"],
    ["down while its pod is deleted", { name: "m", ageSeconds: 60, running: [60], deleted: true }, "down"],
    ["down when no container of its pod runs", { name: "m", ageSeconds: 60 }, "down"],
    ["down without a pod of its own", { name: "m", ageSeconds: 60, running: [60], runner: "spot" }, "down"],
  ])("has a manager that is %s", async (_, pod, state) => {
    jobs();
    managers(managerPod(pod));
    const { managers: answer } = await ask();
    expect(answer.known ? answer.value[0] : undefined).toEqual({ runner: "fast", state });
  });

  it("is answered with the numbers of running, pending and stuck jobs", async () => {
    managers(managerPod({ name: "m", ageSeconds: 90_000, running: [90_000] }));
    objects.set("events", []);
    jobs(
      jobPod({ name: "runs", ageSeconds: 60, running: [60] }),
      jobPod({ name: "waits", ageSeconds: 60, phase: "Pending" }),
      jobPod({ name: "stuck", ageSeconds: 9000, running: [9000] }),
    );
    expect((await ask()).jobs).toEqual({ known: true, value: { running: 2, pending: 1, stuck: 1 } });
  });

  it("has one answer if the other one is refused", async () => {
    managers();
    jobs();
    objects.set(`pods ${jobSelector}`, "Error from server (Forbidden): no");
    const { managers: first, jobs: second } = await ask();
    expect([first.known, second.known]).toEqual([true, false]);
    objects.set("pods glrunner/manager", "Error from server (Forbidden): no");
    expect((await ask()).managers).toMatchObject({ known: false });
  });

  it("uses a kubeconfig of its own, and removes it in any case", async () => {
    managers();
    jobs();
    await ask();
    objects.clear();
    await ask();
    expect(kubeconfigs.size).toBe(2);
    for (const file of kubeconfigs) expect(existsSync(file)).toBe(false);
  });

  it.each<[string, () => void]>([
    ["does not exist", () => aws.answers.set("GET /clusters/ci", noCluster)],
    ["cannot be asked for", () => aws.answers.delete("GET /clusters/ci")],
  ])("has no answer when the cluster %s, and kubectl is not started", async (_, arrange) => {
    arrange();
    expect(await ask()).toMatchObject({ managers: { known: false }, jobs: { known: false } });
    expect(command.runCommand).not.toHaveBeenCalled();
  });
});

describe("the question to GitLab", () => {
  it("needs no answer without runners", async () => {
    expect(await askGitLab(configOf(), {})).toEqual({ known: true, value: [] });
  });

  it("has no answer without GITLAB_TOKEN, and the reason names it", async () => {
    const answer = await askGitLab(config, {});
    expect(answer.known ? "" : answer.why).toContain("GITLAB_TOKEN");
  });
});
