/** What a job asks for by `KUBERNETES_*` variables, in vCPU and MiB; undefined where it does not, or only GitLab knows. */
import { toMiB } from "../../../config/units";
import { letsChoose, type FleetRunner } from "../fleet-runner";
import type { PipelineJob } from "../jobs/job-reader";
import type { LocatedText } from "../jobs/variables";

interface RequestedQuantity extends LocatedText {
  /** Of the variable. */
  readonly name: string;
  readonly value: number;
}

/** The larger of request and limit that the runner lets the job choose: on Fargate they are the same. */
export function largestRequest(
  { variables }: PipelineJob,
  runner: FleetRunner,
  quantity: "CPU" | "MEMORY" | "EPHEMERAL_STORAGE",
): RequestedQuantity | undefined {
  const asked = ["REQUEST", "LIMIT"].flatMap((kind): RequestedQuantity[] => {
    const name = `KUBERNETES_${quantity}_${kind}`;
    const given = letsChoose(runner, name) ? variables.get(name) : undefined;
    const value = given && (quantity === "CPU" ? toVcpu(given.text) : memoryOf(given.text));
    return given === undefined || value === undefined ? [] : [{ ...given, name, value }];
  });
  return asked.reduce<RequestedQuantity | undefined>(
    (most, each) => (most === undefined || each.value > most.value ? each : most),
    undefined,
  );
}

/** A Kubernetes quantity as a number of its base unit; undefined where it is none. */
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
