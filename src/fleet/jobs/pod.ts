/**
 * The fields of a pod that the decisions need, read from the Kubernetes API. Without a library: the job cleaner runs this
 * text in the cluster, where anyone who permits it may want to read it.
 */
import { fieldAt, listField, textField, textFields } from "./fields";

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
  const [metadata, status] = [fieldAt(value, "metadata"), fieldAt(value, "status")];
  const [name, namespace] = [textField(metadata, "name"), textField(metadata, "namespace")];
  const [uid, resourceVersion] = [textField(metadata, "uid"), textField(metadata, "resourceVersion")];
  const created = Date.parse(textField(metadata, "creationTimestamp"));
  if ([name, namespace, uid, resourceVersion].includes("") || Number.isNaN(created)) return undefined;
  return {
    ...{ name, namespace, uid, resourceVersion, created },
    labels: textFields(metadata, "labels"),
    annotations: textFields(metadata, "annotations"),
    phase: textField(status, "phase"),
    ending: textField(metadata, "deletionTimestamp") !== "",
    running: times(
      listField(status, "containerStatuses").map((each) =>
        textField(fieldAt(fieldAt(each, "state"), "running"), "startedAt"),
      ),
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
    .flatMap((key) => listField(status, key))
    .map((each) => textField(fieldAt(fieldAt(each, "state"), "terminated"), "finishedAt"));
  const changes = listField(status, "conditions").map((each) => textField(each, "lastTransitionTime"));
  return times([...ends, ...changes]).sort((one, other) => other - one)[0];
}

function times(written: readonly string[]): number[] {
  return written.map((each) => Date.parse(each)).filter((time) => !Number.isNaN(time));
}
