/** Simulates the cluster `ci` for one command, with a scripted AWS endpoint and a shell script in place of kubectl. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { runCli } from "./run-cli";
import { cluster, scriptedAws, type ScriptedAws } from "./scripted-aws";

/** Returns a valid configuration of the cluster with these runners. @param more further sections of the file */
export const clusterYaml = (runners: readonly string[], more = "") => `name: ci
region: us-east-1
state: { backend: local }
cluster: { endpoint: { allowedCidrs: ["203.0.113.0/24"] } }
${more}
runners:
${runners.map((name) => `  - { name: ${name}, token: env:TF_VAR_token }\n`).join("")}`;

/** Creates a folder and an AWS endpoint for each test of the calling file. @param yaml the configuration */
export function useScriptedCluster(yaml: string) {
  let folder: string;
  let aws: ScriptedAws;
  const path = (name: string) => join(folder, name);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    writeFileSync(path("ci.yaml"), yaml);
    aws = await scriptedAws();
    aws.answers.set("GET /clusters/ci", cluster("ci"));
  });
  afterEach(async () => {
    await aws.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    path,
    aws: () => aws,
    /** Runs a command with the configuration. */
    glrunner: (args: readonly string[], options: Omit<Parameters<typeof runCli>[1] & object, "env"> = {}) =>
      runCli([...args, "--config", path("ci.yaml")], {
        ...options,
        env: {
          ...{ HOME: folder, PATH: `${path("bin")}:/usr/bin:/bin`, AWS_ENDPOINT_URL: aws.url },
          ...{ AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "s3cret" },
        },
      }),
    /** Replaces kubectl with a script that records its arguments and then runs these lines. */
    kubectl: (...lines: readonly string[]) => {
      mkdirSync(path("bin"), { recursive: true });
      const script = ["#!/bin/sh", `echo "$*" >> "${path("calls")}"`, ...lines];
      writeFileSync(path("bin/kubectl"), `${script.join("\n")}\n`);
      chmodSync(path("bin/kubectl"), 0o755);
    },
    /** Writes `KIND.json`, a list that a kubectl script can print. */
    put: (kind: string, items: readonly object[]) => {
      writeFileSync(path(`${kind}.json`), JSON.stringify({ items }));
    },
    /** Returns the arguments of each kubectl call, without `--kubeconfig` or `--filename` and the text after it. */
    calls: () =>
      existsSync(path("calls"))
        ? readFileSync(path("calls"), "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => line.replace(/ --(kubeconfig|filename) .*/, ""))
        : [],
  };
}
