/**
 * Reads the fields of a pod that the decisions need from a response of the Kubernetes API. It uses no library, so that the
 * script of the job cleaner in the cluster stays short and readable.
 */
import { fieldAt, listField, textField, textFields } from "./fields";

export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** Milliseconds, like all times here. */
  readonly created: number;
  readonly phase: string;
  /** Whether the pod is being deleted. */
  readonly ending: boolean;
  /** Start of each running container. */
  readonly running: readonly number[];
  /** Last change of a container or a condition; undefined if the API reports none. */
  readonly lastChange: number | undefined;
}

/** Undefined if the value is no pod, or lacks a field that identifies a pod. */
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

/** Whether all containers of a pod in this phase have ended. */
export function hasEnded(phase: string): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

/** Includes conditions, because a pod that was evicted or that lost its node may have no ended container. */
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
