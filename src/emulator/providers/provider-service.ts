/**
 * One recording provider: it answers Terraform's plugin protocol from a recorded schema, remembers the applied objects,
 * records each change in a journal, and fails on demand. It makes no connection.
 */
import type { BlockSchema, ProviderSchema } from "../../../modules/provider-schema";
import { apiTarget, refusalText, type ClusterGate } from "./api-target";
import type { ClusterStore } from "./cluster-store";
import { fillComputed } from "./computed-attributes";
import type { ProviderFault, ProviderFaults } from "./faults";
import { identityOf, isPartOfAnother } from "./identity";
import type { Journal } from "./journal";
import { planChange } from "./planning";
import { Message, readMessage, type Fields } from "./protocol/protobuf";
import { hasLegacyTypes, traitsOf } from "./resource-traits";
import { schemaMessage } from "./protocol/schema-message";
import type { ValuePath } from "./protocol/schema-walk";
import type { GrpcHandler } from "./protocol/grpc-server";
import { decodeValue, encodeValue, isObject, textAt, valueOf, Unknown, type Value } from "./protocol/value";

/** The state that the providers of one emulator share. */
export interface ProviderWorld {
  readonly store: ClusterStore;
  readonly journal: Journal;
  readonly faults: ProviderFaults;
}

type Handler = (request: Fields) => Message;

const prefix = "/tfplugin5.Provider/";
/** Value of `legacy_type_system` in the responses to a plan and an apply. */
const legacyTypeSystem = 1;

/** @param gate why the cluster refuses the caller. @default it refuses nothing */
export function providerService(
  schema: ProviderSchema,
  world: ProviderWorld,
  gate: ClusterGate = () => undefined,
): GrpcHandler {
  const provider = new Provider(schema, world, gate);
  const handlers: Readonly<Record<string, Handler>> = {
    GetSchema: () => schemaMessage(schema),
    PrepareProviderConfig: (request) => new Message().bytes(1, request.chunks.get(1)),
    ValidateResourceTypeConfig: () => new Message(),
    ValidateDataSourceConfig: () => new Message(),
    Configure: () => new Message(),
    Stop: () => new Message(),
    UpgradeResourceState: upgrade,
    ReadResource: (request) => provider.read(request),
    PlanResourceChange: (request) => provider.plan(request),
    ApplyResourceChange: (request) => provider.apply(request),
    ImportResourceState: (request) => provider.import(request),
    ReadDataSource: (request) => provider.readData(request),
  };
  return (method, request) => {
    // One process serves every command, so the end of a command does not end it.
    if (method === "/plugin.GRPCController/Shutdown") return new Message();
    const handler = method.startsWith(prefix) ? handlers[method.slice(prefix.length)] : undefined;
    return handler?.(readMessage(request));
  };
}

/** The state is JSON of the current schema version: recording providers have never written an older one. */
function upgrade({ chunks }: Fields): Message {
  const raw = readMessage(chunks.get(3) ?? Buffer.alloc(0)).chunks.get(1);
  return new Message().message(1, dynamic(valueOf(JSON.parse(String(raw ?? "null")))));
}

class Provider {
  constructor(
    private readonly schema: ProviderSchema,
    private readonly world: ProviderWorld,
    private readonly gate: ClusterGate,
  ) {}

  read({ chunks }: Fields): Message {
    const type = textOf(chunks.get(1));
    const current = valueIn(chunks.get(2));
    const fault = this.fault("read", type, current);
    if (fault) return new Message().message(1, dynamic(current)).message(2, diagnostic(fault));
    const stored = this.world.store.get(type, current);
    return new Message().message(1, dynamic(stored === undefined ? null : current));
  }

  plan({ chunks }: Fields): Message {
    const type = textOf(chunks.get(1));
    const [prior, proposed] = [valueIn(chunks.get(2)), valueIn(chunks.get(3))];
    const fault = proposed === null ? undefined : this.fault("plan", type, proposed);
    if (fault) return new Message().message(4, diagnostic(fault));
    const { planned, replacedBy } = planChange(this.resource(type), traitsOf(type), prior, proposed);
    const paths = isRenamed(type, prior, planned) ? [...replacedBy, ["yaml_body"]] : replacedBy;
    const message = new Message().message(1, dynamic(planned)).messages(2, paths.map(pathMessage));
    return hasLegacyTypes(type) ? message.varint(5, legacyTypeSystem) : message;
  }

  apply({ chunks }: Fields): Message {
    const type = textOf(chunks.get(1));
    const [prior, planned, config] = [valueIn(chunks.get(2)), valueIn(chunks.get(3)), valueIn(chunks.get(4))];
    return planned === null ? this.destroy(type, prior) : this.write(type, prior, planned, config);
  }

  private write(type: string, prior: Value, planned: Value, config: Value): Message {
    const block = this.resource(type);
    const { store, journal } = this.world;
    const state = fillComputed(type, block, planned);
    const identity = identityOf(type, state);
    const fault = this.fault("apply", type, state) ?? this.nameConflict(type, prior, state);
    if (fault) {
      const error = fault.summary;
      journal.append({ action: "fail", type, identity, error }, block, state, config);
      const remaining = prior === null && fault.taints === true ? failed(type, state) : prior;
      if (remaining !== null) store.put(type, remaining);
      return new Message().message(1, dynamic(remaining)).message(3, diagnostic(fault));
    }
    if (prior !== null) store.remove(type, prior);
    store.put(type, state);
    journal.append({ action: prior === null ? "create" : "update", type, identity }, block, state, config);
    const message = new Message().message(1, dynamic(state));
    return hasLegacyTypes(type) ? message.varint(4, legacyTypeSystem) : message;
  }

  private destroy(type: string, prior: Value): Message {
    const fault = this.fault("destroy", type, prior);
    const entry = { type, identity: identityOf(type, prior) };
    const block = this.resource(type);
    if (fault) {
      this.world.journal.append({ ...entry, action: "fail", error: fault.summary }, block, prior);
      return new Message().message(1, dynamic(prior)).message(3, diagnostic(fault));
    }
    this.world.store.remove(type, prior);
    this.world.journal.append({ ...entry, action: "delete" }, block, prior);
    return new Message().message(1, dynamic(null));
  }

  import({ chunks }: Fields): Message {
    const [type, id] = [textOf(chunks.get(1)), textOf(chunks.get(2))];
    const found = this.world.store.named(type, id);
    if (found === undefined) {
      return new Message().message(2, diagnostic({ summary: "Cannot import non-existent remote object" }));
    }
    return new Message().message(1, new Message().text(1, type).message(2, dynamic(found.state)));
  }

  readData({ chunks }: Fields): Message {
    const type = textOf(chunks.get(1));
    const config = valueIn(chunks.get(2));
    const fault = this.fault("read", type, config);
    if (fault) return new Message().message(2, diagnostic(fault));
    const block = blockOf(this.schema.data_source_schemas, type);
    const filled = fillComputed(type, block, config, (value) => value === null || value instanceof Unknown);
    return new Message().message(1, dynamic(filled));
  }

  private fault(during: ProviderFault["during"], type: string, object: Value): ProviderFault | undefined {
    const denied = during === "plan" ? undefined : this.denial(during, type, object);
    if (denied !== undefined) return { during, type, ...denied };
    return this.world.faults.next({ during, type, identity: identityOf(type, object) });
  }

  private denial(
    during: "read" | "apply" | "destroy",
    type: string,
    object: Value,
  ): Pick<ProviderFault, "summary"> | undefined {
    if (!/^(helm|kubectl|kubernetes)_/.test(type)) return undefined;
    const exists = isPartOfAnother(type) || this.world.store.get(type, object) !== undefined;
    const verb = { read: "get", apply: exists ? "patch" : "create", destroy: "delete" } as const;
    const refused = this.gate(apiTarget(type, object, verb[during]));
    return refused && { summary: refusalText(type, refused) };
  }

  /** The error of Kubernetes or Helm for a second object of the same name. */
  private nameConflict(type: string, prior: Value, state: Value): ProviderFault | undefined {
    if (prior !== null || isPartOfAnother(type) || type === "kubectl_manifest") return undefined;
    if (this.world.store.get(type, state) === undefined) return undefined;
    const summary =
      type === "helm_release"
        ? "cannot re-use a name that is still in use"
        : `object "${textAt(state, "metadata", 0, "name") ?? ""}" already exists`;
    return { during: "apply", type, summary };
  }

  private resource(type: string): BlockSchema {
    return blockOf(this.schema.resource_schemas, type);
  }
}

/** The object that exists although its creation failed. */
function failed(type: string, state: Value): Value {
  return isObject(state) ? { ...state, ...traitsOf(type).failed } : state;
}

/** The name is inside the manifest: with another name it is another object. */
function isRenamed(type: string, prior: Value, planned: Value): boolean {
  if (type !== "kubectl_manifest" || prior === null || planned === null) return false;
  return identityOf(type, prior) !== identityOf(type, planned);
}

function blockOf(schemas: ProviderSchema["resource_schemas"], type: string): BlockSchema {
  const found = schemas[type];
  if (found === undefined) throw new Error(`the recorded schema has no ${type}`);
  return found.block;
}

function textOf(chunk: Buffer | undefined): string {
  return chunk?.toString() ?? "";
}

function valueIn(chunk: Buffer | undefined): Value {
  const packed = chunk && readMessage(chunk).chunks.get(1);
  return packed === undefined || packed.length === 0 ? null : decodeValue(packed);
}

function dynamic(value: Value): Message {
  return new Message().bytes(1, encodeValue(value));
}

function diagnostic({ summary, detail }: Pick<ProviderFault, "summary" | "detail">): Message {
  const error = 1;
  return new Message().varint(1, error).text(2, summary).text(3, detail);
}

function pathMessage(path: ValuePath): Message {
  return new Message().messages(
    1,
    path.map((key) => (typeof key === "number" ? new Message().index(3, key) : new Message().text(1, key))),
  );
}
