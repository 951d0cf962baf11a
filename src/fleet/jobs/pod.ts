/**
 * The fields of a pod that the decisions need, read from the Kubernetes API. Without a library: the job cleaner runs this
 * text in the cluster, where anyone who permits it may want to read it.
 */
import { at, list, text, texts } from "./fields";

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** Milliseconds, as all times here. */
  readonly created: number;
  readonly phase: string;
  /** Whether somebody has deleted it, and it has not gone yet. */
  readonly ending: boolean;
  /** Since when each of its containers runs; none that does not. */
  readonly running: readonly number[];
  /** When a container of it or what is said of it changed for the last time, as far as the API tells. */
  readonly lastChange: number | undefined;
}

/** Undefined for what is no pod, or lacks what identifies one. */
export function readPod(value: unknown): Pod | undefined {
  const [metadata, status] = [at(value, "metadata"), at(value, "status")];
  const [name, namespace] = [text(metadata, "name"), text(metadata, "namespace")];
  const [uid, resourceVersion] = [text(metadata, "uid"), text(metadata, "resourceVersion")];
  const created = Date.parse(text(metadata, "creationTimestamp"));
  if ([name, namespace, uid, resourceVersion].includes("") || Number.isNaN(created)) return undefined;
  return {
    ...{ name, namespace, uid, resourceVersion, created },
    labels: texts(metadata, "labels"),
    annotations: texts(metadata, "annotations"),
    phase: text(status, "phase"),
    ending: text(metadata, "deletionTimestamp") !== "",
    running: times(
      list(status, "containerStatuses").map((each) => text(at(at(each, "state"), "running"), "startedAt")),
    ),
    lastChange: lastChange(status),
  };
}

/** Of a pod in this phase no container runs any more. */
export function hasEnded(phase: string): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** The latest of all: a pod that was evicted or whose node was lost may have no container that ended. */
function lastChange(status: unknown): number | undefined {
  const ends = ["initContainerStatuses", "containerStatuses"]
    .flatMap((key) => list(status, key))
    .map((each) => text(at(at(each, "state"), "terminated"), "finishedAt"));
  const changes = list(status, "conditions").map((each) => text(each, "lastTransitionTime"));
  return times([...ends, ...changes]).sort((one, other) => other - one)[0];
}

function times(written: readonly string[]): number[] {
  return written.map((each) => Date.parse(each)).filter((time) => !Number.isNaN(time));
}
