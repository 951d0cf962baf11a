import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  changedParts,
  fingerprintOf,
  unpinnedModules,
  type FingerprintPart,
  type FingerprintInput,
} from "../../../src/run/planning/plan-fingerprint";
import { configOf } from "../../support/synth";

const commits = { pinned: "35d131775b0c2f9235fa880bf171e935b8b50ce3", other: "0".repeat(40) };

describe("the fingerprint of an approved plan", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    put("cdk.tf.json", "{}");
    put(".terraform.lock.hcl", "lock");
    put("plan", "plan");
    module(commits.pinned);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  function module(commit: string) {
    const git = join(folder, ".terraform/modules/a/.git");
    mkdirSync(git, { recursive: true });
    writeFileSync(join(git, "HEAD"), commit);
    const source =
      "git::https://github.com/aws-ia/terraform-aws-eks-blueprints.git//modules/kubernetes-addons?ref=v4.29.0";
    const entry = { Key: "a", Source: source, Dir: ".terraform/modules/a" };
    writeFileSync(join(folder, ".terraform/modules/modules.json"), JSON.stringify({ Modules: [entry] }));
  }
  const input = (): FingerprintInput => ({
    config: configOf({ name: "ci", region: "us-west-2" }),
    stack: { name: "addons", folder },
    plan: join(folder, "plan"),
    state: { lineage: "l", serial: 1 },
  });

  it.each<[FingerprintPart, () => Partial<FingerprintInput>]>([
    ["configuration", () => ({ config: configOf({ name: "ci", region: "eu-west-1" }) })],
    ["json", () => (put("cdk.tf.json", "{ }"), {})],
    ["providers", () => (put(".terraform.lock.hcl", "other"), {})],
    ["modules", () => (module(commits.other), {})],
    ["plan", () => (put("plan", "other"), {})],
    ["state", () => ({ state: { lineage: "l", serial: 2 } })],
  ])("names exactly the part that changed: %s", (part, change) => {
    const approved = fingerprintOf(input());
    expect(changedParts(approved, fingerprintOf(input()))).toEqual([]);
    const changed = change();
    expect(changedParts(approved, fingerprintOf({ ...input(), ...changed }))).toEqual([part]);
  });

  it("lists fetched modules that are not the pinned ones", () => {
    expect(unpinnedModules(folder)).toEqual([]);
    module(commits.other);
    expect(unpinnedModules(folder)).toEqual([
      expect.stringContaining(`fetched ${commits.other}, pinned is ${commits.pinned}`),
    ]);
  });
});
