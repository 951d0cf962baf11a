/** The CPU, memory and storage that a job requests by `KUBERNETES_*` variables. */
import { toMiB } from "../../../config/units";
import type { FleetRunner } from "../fleet-runner";
import { allowsOverwrite } from "./overwrites";
import type { PipelineJob } from "../jobs/job-reader";
import type { LocatedText } from "../jobs/variables";

interface RequestedQuantity extends LocatedText {
  /** Name of the variable. */
  readonly name: string;
  /** In vCPU or MiB. */
  readonly value: number;
}

/**
 * The larger of request and limit, because on Fargate they are the same. Undefined if the job sets neither, the runner does
 * not allow it, or only GitLab knows the value.
 */
export function largestRequest(
  { variables }: PipelineJob,
  runner: FleetRunner,
  quantity: "CPU" | "MEMORY" | "EPHEMERAL_STORAGE",
): RequestedQuantity | undefined {
  const requested = ["REQUEST", "LIMIT"].flatMap((kind): RequestedQuantity[] => {
    const name = `KUBERNETES_${quantity}_${kind}`;
    const given = allowsOverwrite(runner, name) ? variables.get(name) : undefined;
    const value = given && (quantity === "CPU" ? toVcpu(given.text) : memoryOf(given.text));
    return given === undefined || value === undefined ? [] : [{ ...given, name, value }];
  });
  return requested.reduce<RequestedQuantity | undefined>(
    (max, request) => (max === undefined || request.value > max.value ? request : max),
    undefined,
  );
}

/** A Kubernetes quantity in its base unit; undefined for any other text. */
export function quantityOf(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(m|[KMGTPE]i|[kMGTPE])?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  if (unit === "m") return Number(digits) / 1000;
  const power = "KMGTPE".indexOf(unit.charAt(0).toUpperCase()) + 1;
  return Number(digits) * (unit.endsWith("i") ? 1024 : 1000) ** (unit === "" ? 0 : power);
}

function toVcpu(text: string): number | undefined {
  const [, digits, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) / (milli === "m" ? 1000 : 1);
}

function memoryOf(text: string): number | undefined {
  return /^\d+([KMGT]i|[kMGT])?$/.test(text) ? toMiB(text) : undefined;
}
