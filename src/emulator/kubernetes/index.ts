/**
 * The objects of the emulated cluster: those that the recording providers applied, the namespaces that every cluster has,
 * and those that a test adds, because nothing here would create a pod or a node.
 */
import { randomUUID } from "node:crypto";
import type { ClusterStore } from "../providers/cluster-store";
import { textAt } from "../providers/protocol/value";
import { servedKind, servedKinds, type ServedKind } from "./kinds";
import { identityOf, timestamp, withoutSecrets, type ClusterObject, type Manifest } from "./object";
import { recordedObjects } from "./recorded";

/** Every cluster has these. */
const namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"] as const;

/** The cluster as the Kubernetes API shows it. */
export class EmulatedKubernetes {
  private readonly added = new Map<string, Manifest>();
  private readonly logs = new Map<string, readonly string[]>();
  private version = 1;
  private builtIn = builtInObjects();

  constructor(private readonly store: ClusterStore) {}

  /**
   * Adds an object, or replaces the added one of the same name.
   * @throws for a kind that the cluster does not serve
   */
  add(object: Manifest): void {
    const served = servedKind(object);
    if (served === undefined) throw new Error(`no API here has ${object.apiVersion} ${object.kind}`);
    const created = {
      uid: randomUUID(),
      resourceVersion: String(++this.version),
      creationTimestamp: timestamp(new Date()),
    };
    const scope = served.namespaced ? { namespace: "default" } : {};
    const complete = { ...object, metadata: { ...scope, ...created, ...object.metadata } };
    this.added.set(identityOf(complete), complete);
  }

  /** Sets the log of an added pod. */
  log(pod: Manifest, lines: readonly string[]): void {
    this.logs.set(identityOf(pod), lines);
  }

  /** Empty for a pod without a log. */
  logOf(pod: Manifest): readonly string[] {
    return this.logs.get(identityOf(pod)) ?? [];
  }

  /** Removes what a test has added. Applied objects stay. */
  reset(): void {
    this.added.clear();
    this.logs.clear();
    this.builtIn = builtInObjects();
  }

  /** Every object once. If an object was both added and applied, the added one is returned. */
  objects(): readonly ClusterObject[] {
    const added = [...this.added].map(([identity, object]) => ({
      object,
      remove: () => {
        this.added.delete(identity);
      },
    }));
    const found = new Map<string, ClusterObject>();
    for (const candidate of [...added, ...recordedObjects(this.store), ...this.builtIn]) {
      const identity = identityOf(candidate.object);
      const first = found.get(identity);
      found.set(identity, first === undefined ? candidate : merged(first, candidate));
    }
    return [...found.values()].map(({ object, remove }) => ({ object: completed(object), remove }));
  }

  /** The built-in kinds, and those of Karpenter's installed charts. */
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

function builtInObjects(): ClusterObject[] {
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

/** Several resources may write keys of one ConfigMap: the later resource's keys replace earlier ones. */
function merged(first: ClusterObject, later: ClusterObject): ClusterObject {
  const { object } = first;
  const data = [object, later.object].map((part) => (typeof part.data === "object" ? part.data : {}));
  return {
    object: object.kind === "ConfigMap" ? { ...object, data: Object.assign({}, ...data) } : object,
    remove: () => {
      first.remove();
      later.remove();
    },
  };
}

/** Adds what Kubernetes itself sets. */
function completed(object: Manifest): Manifest {
  const { name, labels = {} } = object.metadata;
  if (object.kind !== "Namespace") return withoutSecrets(object);
  return {
    ...object,
    metadata: { ...object.metadata, labels: { ...labels, "kubernetes.io/metadata.name": name } },
    status: { phase: "Active" },
  };
}
