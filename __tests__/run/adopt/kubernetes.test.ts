import { chmodSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kubectl } from "../../../src/run/adopt/kubernetes";

describe("the cluster", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Through a kubectl that says this, and writes down how it was called. */
  function cluster(script: string) {
    const file = join(folder, "kubectl");
    writeFileSync(file, `#!/bin/sh\necho "$@" >> ${folder}/calls\n${script}\n`);
    chmodSync(file, 0o755);
    return kubectl({
      kubeconfig: "/k/config",
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH ?? ""}` },
    });
  }
  const calls = () => readFileSync(join(folder, "calls"), "utf8");

  it("is asked only for the metadata of an object", async () => {
    const { get } = cluster(`echo '{"name":"a","labels":{"x":"1"},"uid":"u"}'`);
    expect(await get({ kind: "secret", name: "a", namespace: "n" })).toEqual({
      name: "a",
      labels: { x: "1" },
      annotations: {},
    });
    expect(calls()).toBe(
      "--kubeconfig /k/config --request-timeout=20s get secret a --namespace n --ignore-not-found -o=jsonpath={.metadata}\n",
    );
  });

  it("has no object if kubectl prints nothing", async () => {
    expect(await cluster("true").get({ kind: "namespace", name: "a" })).toBeUndefined();
    expect(calls()).not.toContain("--namespace");
  });

  it("identifies secrets by label", async () => {
    const { secrets } = cluster(`echo '{"name":"a"}'; echo '{"name":"b"}'`);
    expect(await secrets("n", { owner: "helm", name: "r" })).toEqual([
      { name: "a", labels: {}, annotations: {} },
      { name: "b", labels: {}, annotations: {} },
    ]);
    expect(calls()).toContain("get secrets --namespace n --selector=owner=helm,name=r");
    expect(await cluster("echo").secrets("n", {})).toEqual([]);
  });

  it("that kubectl cannot reach is an error with kubectl's message", async () => {
    const { get } = cluster("echo 'error: You must be logged in to the server (Unauthorized)' >&2; exit 1");
    await expect(get({ kind: "namespace", name: "a" })).rejects.toThrow("logged in to the server");
  });
});
