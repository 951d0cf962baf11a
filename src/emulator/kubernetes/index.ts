/**
 * What the emulated cluster holds: what the recording providers have applied, the namespaces that every cluster has,
 * and what a test adds, since nothing runs here that would make a pod or a node.
 */
import { randomUUID } from "node:crypto";
import type { ClusterStore } from "../providers/cluster-store";
import { textAt } from "../providers/protocol/value";
import { servedKind, servedKinds, type ServedKind } from "./kinds";
import { identityOf, timestamp, withoutSecrets, type ClusterObject, type Manifest } from "./object";
import { recordedObjects } from "./recorded";

/** Of every cluster. */
const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"] as const;

export class EmulatedKubernetes {
  private readonly added = new Map<string, Manifest>();
  private readonly logs = new Map<string, readonly string[]>();
  private version = 1;
  private own = ownObjects();

  constructor(private readonly store: ClusterStore) {}

  /**
   * Takes the place of one with the same name.
   * @throws when it is of a kind that the cluster never has
   */
  add(object: Manifest): void {
    const served = servedKind(object);
    if (served === undefined) throw new Error(`no API here has ${object.apiVersion} ${object.kind}`);
    const known = {
      uid: randomUUID(),
      resourceVersion: String(++this.version),
      creationTimestamp: timestamp(new Date()),
    };
    const scope = served.namespaced ? { namespace: "default" } : {};
    const whole = { ...object, metadata: { ...scope, ...known, ...object.metadata } };
    this.added.set(identityOf(whole), whole);
  }

  /** Lets a pod that was added have written these lines. */
  log(pod: Manifest, lines: readonly string[]): void {
    this.logs.set(identityOf(pod), lines);
  }

  /** Empty of a pod that has written nothing. */
  logOf(pod: Manifest): readonly string[] {
    return this.logs.get(identityOf(pod)) ?? [];
  }

  /** What a test has added; what was applied stays. */
  reset(): void {
    this.added.clear();
    this.logs.clear();
    this.own = ownObjects();
  }

  /** Each once; where two say something of the same object, what was added counts, then what was applied. */
  objects(): readonly ClusterObject[] {
    const added = [...this.added].map(([identity, object]) => ({
      object,
      remove: () => {
        this.added.delete(identity);
      },
    }));
    const found = new Map<string, ClusterObject>();
    for (const one of [...added, ...recordedObjects(this.store), ...this.own]) {
      const identity = identityOf(one.object);
      const other = found.get(identity);
      found.set(identity, other === undefined ? one : merged(other, one));
    }
    return [...found.values()].map(({ object, remove }) => ({ object: completed(object), remove }));
  }

  kinds(): readonly ServedKind[] {
    const releases = this.store.all().filter(({ type }) => type === "helm_release");
    const karpenter = releases.filter(({ state }) =>
      /(^|\/)karpenter(-crd)?$/.test(textAt(state, "chart") ?? ""),
    );
    const charts = karpenter.map(({ state }) => textAt(state, "version") ?? "");
    return servedKinds(
      this.objects().map(({ object }) => object),
      charts,
    );
  }
}

function ownObjects(): ClusterObject[] {
  const creationTimestamp = timestamp(new Date());
  return namespaces.map((name) => ({
    object: {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, uid: randomUUID(), creationTimestamp },
    },
    remove: () => undefined,
  }));
}

/** A ConfigMap may be written by several, each its keys; the later one by force. */
function merged(one: ClusterObject, other: ClusterObject): ClusterObject {
  const data = [one, other].map(({ object }) => (typeof object.data === "object" ? object.data : {}));
  return {
    object:
      one.object.kind === "ConfigMap" ? { ...one.object, data: Object.assign({}, ...data) } : one.object,
    remove: () => {
      one.remove();
      other.remove();
    },
  };
}

/** With what Kubernetes itself adds. */
function completed(object: Manifest): Manifest {
  const { name, labels = {} } = object.metadata;
  if (object.kind !== "Namespace") return withoutSecrets(object);
  return {
    ...object,
    metadata: { ...object.metadata, labels: { ...labels, "kubernetes.io/metadata.name": name } },
    status: { phase: "Active" },
  };
}
