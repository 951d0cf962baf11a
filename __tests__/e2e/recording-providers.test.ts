/**
 * Runs the recording providers with real Terraform in two modes: attached to running providers, and installed from a
 * mirror. Covers init, validate, plan, apply, an empty second plan, update, replace, import and destroy.
 */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import { providerPins } from "../../modules/pins";
import { recordedProviders } from "../../modules/provider-schema";
import { createCertificate } from "../../src/emulator/certificate";
import { createHome } from "../../src/emulator/home";
import { startProviders, type RecordingProviders } from "../../src/emulator/providers";
import { writeMirror } from "../../src/emulator/providers/launcher/mirror";
import { findRequirements } from "../../src/emulator/requirements";
import { runCommand } from "../../src/clients/system/command";

const requirements = await findRequirements();
const canary = "glrt-canary-providers";

const root = ({ values = "a: 1", name = "r1", revision = 1, chart = "c" }) => ({
  terraform: {
    required_providers: Object.fromEntries(
      recordedProviders.map((provider) => {
        const { source, version } = providerPins[provider];
        return [provider, { source, version }];
      }),
    ),
  },
  variable: { token: { type: "string", ephemeral: true, default: canary } },
  provider: { helm: [{ kubernetes: [{ host: "https://127.0.0.1:9", token: canary }] }] },
  data: { tls_certificate: { issuer: { url: "https://127.0.0.1:9" } } },
  resource: {
    kubernetes_namespace_v1: { ns: { metadata: [{ name: "ns" }] } },
    kubernetes_secret_v1: {
      secret: {
        metadata: [{ name: "s", namespace: "${kubernetes_namespace_v1.ns.id}" }],
        data_wo: { "runner-token": "${var.token}" },
        data_wo_revision: revision,
      },
    },
    time_sleep: { one: { create_duration: "1s" }, two: { create_duration: "1s" } },
    helm_release: {
      release: { name, namespace: "${kubernetes_namespace_v1.ns.id}", chart, values: [values] },
    },
    kubectl_manifest: { pool: { yaml_body: "kind: NodePool\napiVersion: v1\nmetadata: { name: p }\n" } },
  },
  output: { issuer: { value: "${data.tls_certificate.issuer.certificates[0].sha1_fingerprint}" } },
});

describe.skipIf(!requirements.ok).each(["attached", "launched"] as const)("%s providers", (mode) => {
  let folder: string;
  let providers: RecordingProviders;
  let env: Readonly<Record<string, string>>;
  const stack = () => join(folder, "stack");
  const writeRoot = (content: object) => {
    writeFileSync(join(stack(), "main.tf.json"), JSON.stringify(content));
  };
  const terraform = async (...args: string[]) => {
    const result = await runCommand(["terraform", ...args, "-no-color"], { cwd: stack(), env });
    onTestFailed(() => {
      console.error(args.join(" "), result.stdout, result.stderr);
    });
    return result;
  };

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
    mkdirSync(stack());
    providers = await startProviders(folder, createCertificate());
    writeMirror(join(folder, "mirror"));
    const attached = { TF_REATTACH_PROVIDERS: JSON.stringify(providers.reattach) };
    const extraEnv = mode === "attached" ? attached : providers.launchEnvironment;
    env = createHome(folder, { otherMirror: join(folder, "mirror"), more: extraEnv }).env;
    writeRoot(root({}));
  });
  afterAll(async () => {
    await providers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("pass init and validate", async () => {
    expect(await terraform("init")).toMatchObject({ status: 0 });
    expect(await terraform("validate")).toMatchObject({ status: 0 });
  });

  it("refuse arguments that are not in their schemas", async () => {
    const valid = root({});
    writeRoot({ ...valid, resource: { helm_release: { release: { name: "r", chart: "c", valuez: [] } } } });
    const validate = await terraform("validate");
    writeRoot(valid);
    expect(validate.status).toBe(1);
    expect(validate.stderr).toContain('No argument or block type is named "valuez"');
  });

  it("create objects, and plan no change afterwards", async () => {
    expect(await terraform("apply", "-auto-approve")).toMatchObject({ status: 0 });
    expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
    expect(providers.store.list()).toEqual([
      { type: "helm_release", identity: "ns/r1" },
      { type: "kubectl_manifest", identity: "NodePool/p" },
      { type: "kubernetes_namespace_v1", identity: "ns" },
      { type: "kubernetes_secret_v1", identity: "ns/s" },
    ]);
  });

  it("update or replace objects like the real providers", async () => {
    writeRoot(root({ values: "a: 2", revision: 2 }));
    const update = await terraform("apply", "-auto-approve");
    expect(update.stdout).toContain("Plan: 0 to add, 2 to change, 0 to destroy.");
    writeRoot(root({ values: "a: 2", revision: 2, name: "r2" }));
    const replace = await terraform("apply", "-auto-approve");
    expect(replace.stdout).toContain("forces replacement");
    expect(replace.stdout).toContain("Plan: 1 to add, 0 to change, 1 to destroy.");
    expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
  });

  it("plan to create missing objects, and import existing objects", async () => {
    expect(await terraform("state", "rm", "helm_release.release")).toMatchObject({ status: 0 });
    expect(await terraform("import", "helm_release.release", "ns/r2")).toMatchObject({ status: 0 });
    expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
    providers.store.remove("helm_release", { name: "r2", namespace: "ns" });
    const plan = await terraform("plan", "-detailed-exitcode");
    expect(plan.status).toBe(2);
    expect(plan.stdout).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");
  });

  it("destroy every object, and record no secret", async () => {
    expect(await terraform("destroy", "-auto-approve")).toMatchObject({ status: 0 });
    expect(providers.store.list()).toEqual([]);
    const journal = readFileSync(providers.journal.file, "utf8");
    expect(journal).toContain("kubernetes_secret_v1");
    expect(journal).not.toContain(canary);
    const state = readFileSync(join(stack(), "terraform.tfstate.backup"), "utf8");
    expect(state).toContain("kubernetes_secret_v1");
    expect(state).not.toContain(canary);
  });
});
