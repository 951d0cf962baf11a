import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { readProviderSchema } from "../../../modules/provider-schema";
import { ClusterStore } from "../../../src/emulator/providers/cluster-store";
import { ProviderFaults } from "../../../src/emulator/providers/faults";
import { Journal } from "../../../src/emulator/providers/journal";
import { Message, readMessage } from "../../../src/emulator/providers/protocol/protobuf";
import { providerService, type ProviderWorld } from "../../../src/emulator/providers/provider-service";
import type { GrpcHandler } from "../../../src/emulator/providers/protocol/grpc-server";
import {
  decodeValue,
  encodeValue,
  textAt,
  unknown,
  type Value,
} from "../../../src/emulator/providers/protocol/value";

const canary = "glrt-canary";
const dynamic = (value: Value) => new Message().bytes(1, encodeValue(value));

describe("a recording provider", () => {
  let world: ProviderWorld;
  let kubernetes: GrpcHandler;
  let helm: GrpcHandler;

  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), "glr-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    world = {
      store: new ClusterStore(),
      journal: new Journal(join(folder, "journal.jsonl")),
      faults: new ProviderFaults(),
    };
    kubernetes = providerService(readProviderSchema("kubernetes"), world);
    helm = providerService(readProviderSchema("helm"), world);
  });

  async function call(service: GrpcHandler, method: string, request: Message) {
    const answer = await service(`/tfplugin5.Provider/${method}`, request.encode());
    if (answer === undefined) throw new Error(`${method} is not served`);
    return readMessage(answer.encode()).chunks;
  }
  const valueIn = (chunk: Buffer | undefined): Value =>
    chunk === undefined ? null : decodeValue(readMessage(chunk).chunks.get(1) ?? Buffer.alloc(0));
  const errorIn = (chunk: Buffer | undefined) => chunk && readMessage(chunk).chunks.get(2)?.toString();

  async function apply(
    service: GrpcHandler,
    type: string,
    prior: Value,
    planned: Value,
    config: Value = planned,
  ) {
    const request = new Message().text(1, type).message(2, dynamic(prior)).message(3, dynamic(planned));
    const answer = await call(service, "ApplyResourceChange", request.message(4, dynamic(config)));
    return { state: valueIn(answer.get(1)), error: errorIn(answer.get(3)) };
  }
  const read = async (service: GrpcHandler, type: string, state: Value) =>
    valueIn(
      (await call(service, "ReadResource", new Message().text(1, type).message(2, dynamic(state)))).get(1),
    );

  const release = {
    name: "r",
    namespace: "ns",
    chart: "c",
    version: "1",
    values: ["a: 1"],
    id: unknown,
    status: unknown,
  };
  const secret = { id: unknown, data_wo: null, metadata: [{ name: "s", namespace: "ns", uid: unknown }] };

  it("creates an object, reads it, and destroys it", async () => {
    const { state, error } = await apply(helm, "helm_release", null, release);
    expect(error).toBeUndefined();
    expect(state).toMatchObject({ id: "r", status: "deployed", values: ["a: 1"] });
    expect(await read(helm, "helm_release", state)).toEqual(state);
    expect(world.store.list()).toEqual([{ type: "helm_release", identity: "ns/r" }]);
    expect(await apply(helm, "helm_release", state, null)).toEqual({ state: null, error: undefined });
    expect(await read(helm, "helm_release", state)).toBeNull();
    expect(world.store.list()).toEqual([]);
    expect(world.journal.entries().map(({ action, identity }) => [action, identity])).toEqual([
      ["create", "ns/r"],
      ["delete", "ns/r"],
    ]);
  });

  it("records no secret, only the keys of a write-only value", async () => {
    const config = { ...secret, data_wo: { "runner-token": canary } };
    await apply(kubernetes, "kubernetes_secret_v1", null, secret, config);
    await apply(helm, "helm_release", null, { ...release, repository_password: canary });
    expect(readFileSync(world.journal.file, "utf8")).not.toContain(canary);
    expect(world.journal.entries()).toMatchObject([
      { values: { data_wo: { "runner-token": "(sensitive)" } } },
      { values: { repository_password: "(sensitive)", values: ["a: 1"] } },
    ]);
    expect(statSync(world.journal.file).mode & 0o777).toBe(0o600);
  });

  it("refuses a second object of the same name, from any resource type", async () => {
    const namespace = { id: unknown, metadata: [{ name: "ns" }] };
    await apply(kubernetes, "kubernetes_namespace_v1", null, namespace);
    const again = await apply(kubernetes, "kubernetes_namespace", null, namespace);
    expect(again).toEqual({ state: null, error: 'object "ns" already exists' });
    await apply(helm, "helm_release", null, release);
    expect((await apply(helm, "helm_release", null, release)).error).toBe(
      "cannot re-use a name that is still in use",
    );
  });

  it.each([
    [true, { id: "r", status: "failed" }],
    [false, null],
  ])("fails an injected creation; tainting %s", async (taints, left) => {
    world.faults.inject({ during: "apply", type: "helm_release", summary: "unreachable", taints });
    const { state, error } = await apply(helm, "helm_release", null, release);
    expect(error).toBe("unreachable");
    expect({ state }).toMatchObject({ state: left });
    expect(world.store.list().length).toBe(taints ? 1 : 0);
    expect(world.journal.entries()).toMatchObject([{ action: "fail", error: "unreachable" }]);
  });

  it("keeps the prior object when an update or a destroy fails", async () => {
    const { state } = await apply(helm, "helm_release", null, release);
    for (const during of ["apply", "destroy"] as const) {
      world.faults.inject({ during, type: "helm_release", summary: "no" });
    }
    const changed = { ...release, values: ["a: 2"] };
    expect(await apply(helm, "helm_release", state, changed)).toEqual({ state, error: "no" });
    expect(await apply(helm, "helm_release", state, null)).toEqual({ state, error: "no" });
    expect(await read(helm, "helm_release", state)).toEqual(state);
  });

  it("fails a plan and a read", async () => {
    for (const during of ["plan", "read"] as const) {
      world.faults.inject({ during, type: "helm_release", summary: `no ${during}` });
    }
    const request = new Message()
      .text(1, "helm_release")
      .message(2, dynamic(null))
      .message(3, dynamic(release));
    expect(errorIn((await call(helm, "PlanResourceChange", request)).get(4))).toBe("no plan");
    const current = new Message().text(1, "helm_release").message(2, dynamic(release));
    expect(errorIn((await call(helm, "ReadResource", current)).get(2))).toBe("no read");
  });

  it("imports only an existing object, by namespace and name", async () => {
    const { state } = await apply(helm, "helm_release", null, release);
    const request = (id: string) => new Message().text(1, "helm_release").text(2, id);
    const found = (await call(helm, "ImportResourceState", request("ns/r"))).get(1);
    expect(valueIn(readMessage(found ?? Buffer.alloc(0)).chunks.get(2))).toEqual(state);
    const missing = await call(helm, "ImportResourceState", request("ns/x"));
    expect(errorIn(missing.get(2))).toBe("Cannot import non-existent remote object");
    expect((await call(helm, "ImportResourceState", request("r"))).get(1)).toBeUndefined();
  });

  it("fills in the computed values of a data source", async () => {
    const tls = providerService(readProviderSchema("tls"), world);
    const request = new Message().text(1, "tls_certificate").message(2, dynamic({ url: "https://issuer" }));
    const [first, second] = await Promise.all([1, 2].map(() => call(tls, "ReadDataSource", request)));
    const fingerprint = textAt(valueIn(first?.get(1)), "certificates", 0, "sha1_fingerprint");
    expect(fingerprint).toMatch(/^[0-9a-f]{40}$/);
    expect(second).toEqual(first);
  });

  it("reads a state from JSON", async () => {
    const raw = new Message().text(1, JSON.stringify({ id: "1", values: ["x"], set: [] }));
    const answer = await call(
      helm,
      "UpgradeResourceState",
      new Message().text(1, "helm_release").message(3, raw),
    );
    expect(valueIn(answer.get(1))).toEqual({ id: "1", values: ["x"], set: [] });
  });

  it("does not serve the optional methods of the protocol", async () => {
    expect(await helm("/tfplugin5.Provider/GetFunctions", Buffer.alloc(0))).toBeUndefined();
    expect(await helm("/plugin.GRPCController/Shutdown", Buffer.alloc(0))).toBeDefined();
  });
});
