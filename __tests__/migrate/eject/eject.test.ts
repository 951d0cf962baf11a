import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { modulePins } from "../../../modules/pins";
import { eject } from "../../../src/migrate/eject/eject";
import { synthesize } from "../../../src/stacks";
import { configOf } from "../../support/synth";

/** Each configuration is synthesized once, and copied for each test. */
const synthesized = new Map<string, ReturnType<typeof synthesize>>();
const originals = mkdtempSync(join(tmpdir(), "glr-"));
afterAll(() => {
  rmSync(originals, { recursive: true, force: true });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function ejected(more: object = {}) {
  const config = configOf({
    name: "glrunner",
    region: "us-west-2",
    runners: [{ name: "fargate", token: "env:FARGATE_TOKEN", compute: "fargate", concurrent: 5 }],
    ...more,
  });
  const key = JSON.stringify(more);
  const original = synthesized.get(key) ?? synthesize(config, join(originals, String(synthesized.size)));
  synthesized.set(key, original);
  const directory = join(folder, "out");
  cpSync(original.directory, directory, { recursive: true });
  const target = join(folder, "ejected");
  return { directory, stacks: original.stacks, target, run: () => eject({ config, directory, target }) };
}

/** Runs the script with scripted programs for terraform and git, which log their calls. */
function run(target: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const log = join(folder, "log");
  writeFileSync(log, "");
  const programs = {
    terraform: `echo "$*|\${GIT_CONFIG_COUNT-}|\${GIT_CONFIG_KEY_1-}|\${GIT_CONFIG_VALUE_1-}" >> ${log}`,
    git: `case "$*" in *rev-parse*) echo "\${COMMIT}" ;; esac`,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stderr } = spawnSync(join(target, "commands.sh"), args, {
    encoding: "utf8",
    env: { PATH: `${bin}:${process.env.PATH ?? ""}`, COMMIT: modulePins["kubernetes-addons"].commit, ...env },
  });
  const calls = readFileSync(log, "utf8").trim().split("\n");
  return { status, stderr, calls, commands: calls.map((call) => call.split("|")[0]) };
}
const token = { TF_VAR_FARGATE_TOKEN: "glrt-s3cret" };

describe("eject", () => {
  it("copies each stack's JSON and lock file byte for byte", () => {
    const { run: ejectIt, directory, stacks, target } = ejected();
    writeFileSync(join(directory, "stacks/eks/.terraform.lock.hcl"), "# lock\r\n");
    mkdirSync(join(directory, "stacks/eks/.terraform"));
    expect(ejectIt()).toEqual({
      ok: true,
      target,
      files: [
        "commands.md",
        "commands.sh",
        "stacks/addons/cdk.tf.json",
        "stacks/eks/.terraform.lock.hcl",
        "stacks/eks/cdk.tf.json",
        "stacks/runners/cdk.tf.json",
        "stacks/vpc/cdk.tf.json",
      ],
    });
    for (const stack of stacks) {
      const file = join("stacks", stack, "cdk.tf.json");
      expect(readFileSync(join(target, file)).equals(readFileSync(join(directory, file)))).toBe(true);
    }
    expect(readFileSync(join(target, "stacks/eks/.terraform.lock.hcl"), "utf8")).toBe("# lock\r\n");
    expect(readdirSync(join(target, "stacks/eks")).sort()).toEqual([".terraform.lock.hcl", "cdk.tf.json"]);
    expect(readdirSync(folder).sort()).toEqual(["ejected", "out"]);
    expect(statSync(target).mode & 0o777).toBe(0o755);
  });

  it("deploys in order and destroys in reverse order, with the user's options", () => {
    const { run: ejectIt, target } = ejected();
    ejectIt();
    expect(run(target, ["deploy", "-auto-approve"], token)).toMatchObject({
      status: 0,
      commands: [
        "-chdir=stacks/vpc init",
        "-chdir=stacks/vpc apply -auto-approve",
        "-chdir=stacks/eks init",
        "-chdir=stacks/eks apply -auto-approve",
        "-chdir=stacks/addons init",
        "-chdir=stacks/addons apply -auto-approve",
        "-chdir=stacks/runners init",
        "-chdir=stacks/runners apply -auto-approve",
      ],
    });
    expect(run(target, ["destroy"], token).commands.filter((call) => call?.endsWith("destroy"))).toEqual(
      ["runners", "addons", "eks", "vpc"].map((stack) => `-chdir=stacks/${stack} destroy`),
    );
    expect(run(target, ["plan"], token).commands.filter((call) => call?.endsWith("plan"))).toEqual(
      ["vpc", "eks", "addons", "runners"].map((stack) => `-chdir=stacks/${stack} plan`),
    );
  });

  it("deploys and destroys a single root in parts, as the tutorial does", () => {
    const { run: ejectIt, target } = ejected({ layout: "single" });
    ejectIt();
    expect(run(target, ["deploy"], token).commands).toEqual([
      "-chdir=stacks/single init",
      "-chdir=stacks/single apply -target=module.vpc",
      "-chdir=stacks/single apply -target=module.eks",
      "-chdir=stacks/single apply",
    ]);
    expect(run(target, ["destroy"], token).commands).toEqual([
      "-chdir=stacks/single init",
      "-chdir=stacks/single destroy -target=module.eks_blueprints_kubernetes_addons",
      "-chdir=stacks/single destroy -target=module.eks",
      "-chdir=stacks/single destroy",
    ]);
  });

  it("makes git use the pinned copy, in addition to existing settings", () => {
    const { run: ejectIt, target } = ejected();
    ejectIt();
    const [call = ""] = run(target, ["plan"], { ...token, GIT_CONFIG_COUNT: "1" }).calls;
    const [, count, key, value] = call.split("|");
    expect([count, value]).toEqual(["2", "https://github.com/aws-ia/terraform-aws-eks-blueprints.git"]);
    expect(key).toMatch(/^url\.file:\/\/\/.+\/ejected\/.+\.git\.insteadOf$/);
    expect(run(target, ["plan"], { ...token, COMMIT: "0000" })).toMatchObject({ status: 1, calls: [""] });
  });

  it("names a missing token, and does not start Terraform", () => {
    const { run: ejectIt, target } = ejected();
    ejectIt();
    const without = run(target, ["plan"], {});
    expect(without.stderr).toContain("TF_VAR_FARGATE_TOKEN: a runner token");
    expect(without.calls).toEqual([""]);
    expect(run(target, ["deplyo"], token)).toMatchObject({ status: 2, calls: [""] });
  });

  it("passes the check of bash, and of shellcheck if it is installed", () => {
    const { run: ejectIt, target } = ejected();
    ejectIt();
    const script = join(target, "commands.sh");
    expect(spawnSync("bash", ["-n", script], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const shellcheck = spawnSync("shellcheck", [script], { encoding: "utf8" });
    expect(shellcheck.error === undefined ? shellcheck.stdout : "").toBe("");
  });

  it.each([
    [{ backend: "http", address: "https://gitlab.example/state" }, "TF_HTTP_PASSWORD"],
    [{ backend: "s3", bucket: "states" }, "must reach the bucket"],
    [{ backend: "gcs", bucket: "states" }, "GOOGLE_CREDENTIALS"],
    [{ backend: "remote", organization: "us" }, "TF_TOKEN_"],
  ])("writes a page with the settings and the place of the state: %o", (state, text) => {
    const { run: ejectIt, target } = ejected({ state });
    ejectIt();
    const page = readFileSync(join(target, "commands.md"), "utf8");
    for (const part of [
      text,
      "TF_VAR_FARGATE_TOKEN",
      "insteadOf",
      "- runners: `",
      "terraform -chdir=stacks/vpc apply",
    ]) {
      expect(page).toContain(part);
    }
  });

  it("refuses a folder that is not empty, and a file", () => {
    const { run: ejectIt, target } = ejected();
    writeFileSync(target, "mine");
    expect(ejectIt()).toMatchObject({ ok: false });
    rmSync(target);
    mkdirSync(target);
    writeFileSync(join(target, "mine"), "mine");
    expect(ejectIt()).toMatchObject({ ok: false });
    expect(readdirSync(target)).toEqual(["mine"]);
    rmSync(join(target, "mine"));
    expect(ejectIt()).toMatchObject({ ok: true });
    expect(existsSync(join(target, "commands.sh"))).toBe(true);
  });
});
