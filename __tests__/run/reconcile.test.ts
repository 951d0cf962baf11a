import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parsePlan } from "../../src/clients/terraform/plan-json";
import type { RunContext, StackSession } from "../../src/run/context";
import type { NewRunEvent } from "../../src/run/journal/events";
import { forgetAdoption, foundUnrecorded, reconcile } from "../../src/run/reconcile";
import { planText, resource } from "../review/plans";
import { stackIn } from "../support/run-context";
import { cluster, scriptedAws, type ScriptedAws } from "../support/scripted-aws";
import {
  failsWith,
  plansChanges,
  prints,
  scriptedCommands,
  succeeds,
  type ScriptedCommands,
} from "../support/scripted-commands";

const namespace = "kubernetes_namespace_v1.this";
const secret = "kubernetes_secret_v1.this";
const metadata = (name: string, namespaced: boolean) => ({
  metadata: [{ name, labels: { app: "ci" }, ...(namespaced && { namespace: "jobs" }) }],
});
/** A plan in which these are created, and what is imported is not. */
const plan = (...created: readonly string[]) =>
  prints(
    planText({
      resources: created.map((address) => resource(address, { after: metadata("jobs", address === secret) })),
    }),
  );
const inCluster = (more: object = {}) =>
  prints(`${JSON.stringify({ name: "jobs", labels: { app: "ci" }, ...more })}\n`);
const getNamespace = "kubectl get namespace jobs";
const getSecret = "kubectl get secret jobs jobs";

describe("the reconciliation of a stack in which a Terraform was lost", () => {
  let root: string;
  let aws: ScriptedAws;
  let commands: ScriptedCommands;
  let events: NewRunEvent[];
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "glr-"));
    mkdirSync(join(root, "runners"));
    aws = await scriptedAws();
    aws.answers.set("GET /clusters/ci", cluster("ci"));
    commands = scriptedCommands();
    events = [];
  });
  afterEach(async () => {
    commands.expectDone();
    await aws.stop();
    rmSync(root, { recursive: true, force: true });
  });

  function runners(more: Partial<RunContext> = {}): StackSession {
    const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_ENDPOINT_URL: aws.url };
    const emit = (event: NewRunEvent) => events.push(event);
    const stack = { name: "runners", folder: join(root, "runners") } as const;
    return stackIn(join(root, "run"), stack, { env, emit, execute: commands.execute, ...more });
  }
  const importBlocks = () => join(root, "runners", "glrunner-adopt.tf.json");

  it("imports owned resources with import blocks for a deploy, until it finds no more", async () => {
    commands.script(
      ...([
        ["plan", plansChanges],
        ["show", plan(namespace)],
        [getNamespace, inCluster()],
      ] as const),
      ...([
        ["plan", plansChanges],
        ["show", plan()],
      ] as const),
    );
    const stack = runners();
    const outcome = await reconcile(stack, false);
    expect(outcome).toMatchObject({ ok: true, planned: { changes: true } });
    expect(JSON.parse(readFileSync(importBlocks(), "utf8"))).toEqual({
      import: [{ to: namespace, id: "jobs" }],
    });
    forgetAdoption(stack);
    expect(existsSync(importBlocks())).toBe(false);
  });

  it("imports with a command for a destroy, which reads no import blocks", async () => {
    commands.script(
      ...([
        ["plan", plansChanges],
        ["show", plan(namespace)],
        [getNamespace, inCluster()],
      ] as const),
      ...([
        ["plan", plansChanges],
        ["show", plan()],
        [`import ${namespace} jobs`, succeeds],
      ] as const),
    );
    expect(await reconcile(runners(), true)).toEqual({ ok: true });
    expect(existsSync(importBlocks())).toBe(false);
  });

  it("removes the import blocks of an earlier attempt before it plans", async () => {
    writeFileSync(importBlocks(), "{}");
    const looks = {
      ...plansChanges,
      meanwhile: () => {
        expect(existsSync(importBlocks())).toBe(false);
      },
    };
    commands.script(["plan", looks], ["show", plan()]);
    expect(await reconcile(runners(), false)).toMatchObject({ ok: true });
  });

  it("reports a resource that may have another owner, and changes nothing", async () => {
    const other = inCluster({ labels: { app: "other" } });
    commands.script(["plan", plansChanges], ["show", plan(namespace)], [getNamespace, other]);
    const outcome = await reconcile(runners(), false);
    expect(outcome.ok ? [] : outcome.errors).toEqual([expect.stringContaining(`${namespace} may be jobs`)]);
  });

  it("waits for a resource that is being deleted", async () => {
    const deleted = inCluster({ deletionTimestamp: "2026-11-24T12:00:00Z" });
    commands.script(
      ...([
        ["plan", plansChanges],
        ["show", plan(namespace)],
        [getNamespace, deleted],
      ] as const),
      ...([
        ["plan", plansChanges],
        ["show", plan(namespace)],
        [getNamespace, prints("")],
      ] as const),
    );
    expect(await reconcile(runners(), false)).toMatchObject({ ok: true });
    expect(events).toMatchObject([{ kind: "waiting", stack: "runners" }]);
  });

  it("stops waiting when the run is interrupted", async () => {
    const deleted = inCluster({ deletionTimestamp: "2026-11-24T12:00:00Z" });
    const interruption = new AbortController();
    const meanwhile = () => {
      interruption.abort();
    };
    const signal = interruption.signal;
    commands.script(
      ["plan", plansChanges],
      ["show", plan(namespace)],
      [getNamespace, { ...deleted, meanwhile }],
    );
    expect(await reconcile(runners({ signal }), false)).toMatchObject({ ok: false });
    expect(events).toEqual([]);
  });

  it("deletes an owned object that cannot be imported, if nothing is undecided", async () => {
    commands.script(
      ...([
        ["plan", plansChanges],
        ["show", plan(secret)],
        [getSecret, inCluster()],
      ] as const),
      ["kubectl delete secret jobs jobs", succeeds],
    );
    expect(await reconcile(runners(), false)).toMatchObject({ ok: true });
  });

  it("deletes nothing while another resource is undecided", async () => {
    const other = inCluster({ labels: { app: "other" } });
    commands.script(
      ...([
        ["plan", plansChanges],
        ["show", plan(secret, namespace)],
        [getSecret, inCluster()],
      ] as const),
      [getNamespace, other],
    );
    expect(await reconcile(runners(), false)).toMatchObject({ ok: false });
  });

  it("reports why it could not plan", async () => {
    commands.script(["plan", failsWith("Error loading state")]);
    expect(await reconcile(runners(), false)).toEqual({
      ok: false,
      code: "reconcile-undecided",
      errors: ["Error loading state"],
      fix: "fix it, then run glrunner resume",
    });
  });
});

describe("a plan that would create a network", () => {
  const described = (tags: Readonly<Record<string, string>>) => {
    const items = Object.entries(tags).map(
      ([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`,
    );
    const vpc = `<vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><tagSet>${items.join("")}</tagSet>`;
    return `<DescribeVpcsResponse><vpcSet><item>${vpc}</item></vpcSet></DescribeVpcsResponse>`;
  };
  const own = { Name: "ci", "glrunner/cluster": "ci" };
  const look = async (
    existing: Readonly<Record<string, string>>,
    plannedTags: Readonly<Record<string, string>> = own,
  ) => {
    const root = mkdtempSync(join(tmpdir(), "glr-"));
    const aws = await scriptedAws();
    aws.answers.set("DescribeVpcs", described(existing));
    const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_ENDPOINT_URL: aws.url };
    const stack = stackIn(join(root, "run"), { name: "vpc", folder: root }, { env });
    const after = { cidr_block: "10.0.0.0/16", tags_all: plannedTags };
    const text = planText({ resources: [resource("aws_vpc.this", { after })] });
    try {
      return await foundUnrecorded(stack, parsePlan(text));
    } finally {
      await aws.stop();
      rmSync(root, { recursive: true, force: true });
    }
  };

  it("is reconciled first if a VPC with the cluster's tags exists that no state records", async () => {
    expect(await look(own)).toBe(true);
  });

  it.each([
    [{ Name: "ci", "glrunner/cluster": "ci-eu" }],
    [{ Name: "ci" }],
    [{ "glrunner/cluster": "ci-eu" }],
    [{}],
  ])("goes on if the VPC that exists belongs to another cluster or to the user: %j", async (tags) => {
    expect(await look(tags)).toBe(false);
  });

  it("continues without a request to AWS if the plan has no owner tags", async () => {
    expect(await look(own, { Name: "ci" })).toBe(false);
  });
});
