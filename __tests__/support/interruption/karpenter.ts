/**
 * Simulates Karpenter's part in an interruption on the emulated cluster: it launches nodes for pending pods, and drains
 * nodes when it receives messages.
 *
 * - A Spot warning, a scheduled change or a stopping instance deletes the NodeClaim: the node is tainted, and pods without
 *   `karpenter.sh/do-not-disrupt` are evicted. A rebalance recommendation has no effect.
 *   Source: aws/karpenter-provider-aws@1d927085:pkg/controllers/interruption/{parser,utils}.go, messages;
 *   kubernetes-sigs/karpenter@22664681:pkg/utils/pod/scheduling.go (IsEvictable), pkg/apis/v1/taints.go.
 * - A reclaimed offering is unavailable for three minutes. Source: pkg/cache/cache.go (UnavailableOfferingsTTL).
 * - A new node gets the first capacity type that the pool allows and that has an offering: Spot before on-demand.
 * - When an instance terminates, its node is deleted, and Kubernetes deletes the pods of a node that does not exist.
 *   Source: kubernetes/kubernetes pkg/controller/podgc/gc_controller.go. Read 2026-11-30.
 */
import { z } from "zod";
import { clusterCreator } from "../../../src/emulator/kubernetes/authorizer";
import { answerApi } from "../../../src/emulator/kubernetes/api";
import type { EmulatedKubernetes } from "../../../src/emulator/kubernetes";
import type { Manifest } from "../../../src/emulator/kubernetes/object";
import { capacityLabel, canBePlaced, nodesOf, podSchema, taintsSchema, type Taints } from "./placement";

/** An instance type with a capacity type in one zone. */
export interface Offering {
  readonly capacityType: "spot" | "on-demand";
  readonly instanceType: string;
  readonly zone: string;
}

const nodeSchema = z.object({ spec: z.object({ providerID: z.string(), taints: taintsSchema }) });
const messageSchema = z.object({
  ...{ version: z.string(), source: z.string(), "detail-type": z.string() },
  detail: z.object({
    "instance-id": z.string().optional(),
    state: z.string().optional(),
    service: z.string().optional(),
    eventTypeCategory: z.string().optional(),
    affectedEntities: z.array(z.object({ entityValue: z.string() })).default([]),
  }),
});

const disrupted = { key: "karpenter.sh/disrupted", effect: "NoSchedule" };
const doNotDisrupt = "karpenter.sh/do-not-disrupt";
const instanceTypeLabel = "node.kubernetes.io/instance-type";
const zoneLabel = "topology.kubernetes.io/zone";
const unavailableSeconds = 180;

interface KarpenterProps {
  readonly cluster: EmulatedKubernetes;
  /** Returns the offerings that have capacity now. A test changes them. */
  readonly offerings: () => readonly Offering[];
  readonly podsPerNode: number;
  /** Returns the current time in seconds. */
  readonly now: () => number;
}

/** A Karpenter controller whose steps a test triggers. */
export class KarpenterStandIn {
  private launched = 0;
  private readonly unavailable = new Map<string, number>();

  constructor(private readonly props: KarpenterProps) {}

  /** Binds pending pods to nodes with room, as Kubernetes does, and launches nodes for the other pods if capacity exists. */
  place(): void {
    for (const pod of this.of("Pod")) {
      if (podSchema.parse(pod).spec.nodeName !== undefined) continue;
      const node = this.of("Node").find((candidate) => this.hasRoomFor(candidate, pod)) ?? this.launch(pod);
      if (node === undefined) continue;
      const spec = { ...podSchema.parse(pod).spec, nodeName: node.metadata.name };
      this.props.cluster.add({ ...pod, spec, status: { phase: "Running" } });
    }
  }

  /** Processes a message of the queue. @returns the IDs of the instances whose nodes it drains */
  handle(message: string): readonly string[] {
    const { isActedOn, isSpot, instances } = readMessage(message);
    if (!isActedOn) return [];
    return instances.filter((instance) => {
      const node = this.nodeOf(instance);
      if (node === undefined) return false;
      if (isSpot) this.unavailable.set(offeringOf(node), this.props.now() + unavailableSeconds);
      const { taints, providerID } = nodeSchema.parse(node).spec;
      const tainted = taints.some(({ key }) => key === disrupted.key) ? taints : [...taints, disrupted];
      this.props.cluster.add({ ...node, spec: { providerID, taints: tainted } });
      const evicted = this.podsOn(node).filter(
        ({ metadata }) => metadata.annotations?.[doNotDisrupt] !== "true",
      );
      for (const pod of evicted) this.remove(pod, "pods");
      return true;
    });
  }

  /** Removes the node and its pods after AWS has terminated the instance. */
  terminate(instance: string): void {
    const node = this.nodeOf(instance);
    if (node === undefined) return;
    for (const pod of this.podsOn(node)) this.remove(pod, "pods");
    this.remove(node, "nodes");
  }

  /** Returns the node of a pod, or undefined if the pod is not on a node. */
  nodeOfPod(
    name: string,
  ): { readonly instance: string; readonly capacityType: string; readonly isTainted: boolean } | undefined {
    const pod = this.of("Pod").find(({ metadata }) => metadata.name === name);
    const node = this.of("Node").find(
      ({ metadata }) => metadata.name === podSchema.safeParse(pod).data?.spec.nodeName,
    );
    if (node === undefined) return undefined;
    const { providerID, taints } = nodeSchema.parse(node).spec;
    return {
      instance: instanceOf(providerID),
      capacityType: node.metadata.labels?.[capacityLabel] ?? "",
      isTainted: taints.some(({ key }) => key === disrupted.key),
    };
  }

  private of(kind: "Pod" | "Node" | "NodePool"): readonly Manifest[] {
    return this.props.cluster
      .objects()
      .map(({ object }) => object)
      .filter((object) => object.kind === kind)
      .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  }

  private nodeOf(instance: string): Manifest | undefined {
    return this.of("Node").find((node) => instanceOf(nodeSchema.parse(node).spec.providerID) === instance);
  }

  private podsOn(node: Manifest): readonly Manifest[] {
    return this.of("Pod").filter((pod) => podSchema.parse(pod).spec.nodeName === node.metadata.name);
  }

  private hasRoomFor(node: Manifest, pod: Manifest): boolean {
    if (this.podsOn(node).length >= this.props.podsPerNode) return false;
    return canBePlaced(pod, node.metadata.labels ?? {}, nodeSchema.parse(node).spec.taints);
  }

  private launch(pod: Manifest): Manifest | undefined {
    for (const pool of this.of("NodePool")) {
      const { labels, taints, capacityTypes } = nodesOf(pool);
      if (!canBePlaced(pod, labels, taints)) continue;
      const types = ["spot", "on-demand"].filter((type) => capacityTypes.includes(type));
      const offering = types
        .flatMap((type) => this.props.offerings().filter(({ capacityType }) => capacityType === type))
        .find((candidate) => (this.unavailable.get(keyOf(candidate)) ?? 0) <= this.props.now());
      return offering && this.start(offering, labels, taints);
    }
    return undefined;
  }

  private start(offering: Offering, labels: Readonly<Record<string, string>>, taints: Taints): Manifest {
    this.launched += 1;
    const { capacityType, instanceType, zone } = offering;
    const node: Manifest = {
      ...{ apiVersion: "v1", kind: "Node" },
      metadata: {
        name: `node-${this.launched}`,
        labels: {
          ...labels,
          [capacityLabel]: capacityType,
          [instanceTypeLabel]: instanceType,
          [zoneLabel]: zone,
        },
      },
      spec: { providerID: `aws:///${zone}/i-${String(this.launched).padStart(17, "0")}`, taints },
    };
    this.props.cluster.add(node);
    return node;
  }

  private remove({ metadata: { name, namespace } }: Manifest, plural: "pods" | "nodes"): void {
    const path =
      namespace === undefined
        ? `/api/v1/${plural}/${name}`
        : `/api/v1/namespaces/${namespace}/${plural}/${name}`;
    answerApi(this.props.cluster, clusterCreator, { method: "DELETE", path, query: new URLSearchParams() });
  }
}

/** Reads a message, and decides whether Karpenter acts on it. */
function readMessage(text: string) {
  const { version, source, "detail-type": type, detail } = messageSchema.parse(JSON.parse(text));
  const key = [version, source, type].join(" ");
  const isSpot = key === "0 aws.ec2 EC2 Spot Instance Interruption Warning";
  const stops = ["stopping", "stopped", "shutting-down", "terminated"].includes(detail.state ?? "");
  const isScheduled = detail.service === "EC2" && detail.eventTypeCategory === "scheduledChange";
  return {
    isSpot,
    isActedOn:
      isSpot ||
      (key === "0 aws.ec2 EC2 Instance State-change Notification" && stops) ||
      (key === "0 aws.health AWS Health Event" && isScheduled),
    instances: [
      ...(detail["instance-id"] === undefined ? [] : [detail["instance-id"]]),
      ...detail.affectedEntities.map(({ entityValue }) => entityValue),
    ],
  };
}

const instanceOf = (providerID: string) => providerID.split("/").at(-1) ?? "";
const keyOf = ({ capacityType, instanceType, zone }: Offering) =>
  [capacityType, instanceType, zone].join(" ");
const offeringOf = ({ metadata: { labels = {} } }: Manifest) =>
  [labels[capacityLabel], labels[instanceTypeLabel], labels[zoneLabel]].join(" ");
