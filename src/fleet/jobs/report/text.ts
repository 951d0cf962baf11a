/** Jobs and stuck pods as text for a terminal. */
import { counted } from "../../../html/counted";
import { tableLines } from "../../../html/text-table";
import { durationOf } from "../../capacity/labels";
import type { DeletionOutcome } from "../clean";
import type { StuckPod, StuckReason } from "../stuck-pods";
import { runnerMetadata } from "../job-selector";
import type { PodPlacement } from "../../price/pod-cost";
import { usdText } from "../../../config/placement/labels";
import type { Total } from "../../../config/placement/usd";
import type { JobsResult } from "./list-jobs";
import type { JobRow } from "./row";

const head = ["RUNNER", "POD", "JOB", "STATE", "FOR", "ON", "USD/H", "USD SO FAR", "LINK"] as const;

export function jobsText({ jobs, runners, hung, warm, region, unknown }: JobsResult): string {
  const [header = "", ...lines] = tableLines([head, ...jobs.map(cellsOf)]);
  const table = jobs.flatMap(({ why }, at) => [lines[at] ?? "", ...(why === undefined ? [] : [`  ${why}`])]);
  const parts = [
    ...(jobs.length === 0 ? ["No job is running."] : [header, ...table]),
    "",
    ...runners.map(
      ({ runner, running, pending, usdPerHour }) =>
        `${runner}: ${running} running, ${pending} pending, ${sumText(usdPerHour)} an hour`,
    ),
    ...warm.map(({ runner, room }) => `${runner} keeps room on warm nodes: ${room}`),
    `List prices in ${region}. A job on a node costs its share of the full node. Spot has no list price.`,
    ...unknown.map((what) => `Not known: ${what}`),
    ...(hung.length === 0 ? [] : [`${stuckCount(hung)}: run glrunner jobs clean to see which, and why.`]),
  ];
  return `${parts.join("\n")}\n`;
}

function sumText({ usd, unknown }: Total): string {
  if (unknown.length === 0) return usdText(usd);
  return usd === 0 ? "unknown" : `${usdText(usd)} and ${unknown.length} of unknown price`;
}

const stuckCount = (pods: readonly StuckPod[]) =>
  `${counted(pods.length, "job pod")} ${pods.length === 1 ? "is" : "are"} stuck`;

function cellsOf(row: JobRow): readonly string[] {
  const job = [row.project, row.job].filter((part) => part !== "").join(" ");
  return [
    ...[row.runner, row.pod, job, row.state, durationOf(row.ageSeconds), placeText(row.on)],
    ...[usdText(row.usdPerHour), usdText(row.usdSoFar), row.url],
  ];
}

function placeText(place: PodPlacement): string {
  switch (place.kind) {
    case "none":
      return "-";
    case "fargate":
      return place.size === undefined
        ? "Fargate"
        : `Fargate ${place.size.vcpu} vCPU ${place.size.memoryGiB} GB`;
    case "node":
      return [place.instanceType ?? place.name, place.capacity, place.pool && `pool ${place.pool}`]
        .filter((part) => part !== undefined)
        .join(" ");
  }
}

/** Why a pod is stuck, with the limit that it exceeds. */
export function reasonText({ code, limitSeconds }: StuckReason): string {
  const limit = durationOf(limitSeconds);
  switch (code) {
    case "never-started":
      return `has not started after ${limit} (poll_timeout and 5 min): its manager no longer waits for it`;
    case "job-timeout":
      return `is older than ${limit} (the job's timeout and 15 min)`;
    case "too-old":
      return `is older than ${limit}`;
    case "manager-gone":
      return "has no manager: every manager of its runner started after it";
    case "ended":
      return `has ended, and still exists after ${limit}`;
  }
}

export function stuckText(hung: readonly StuckPod[]): string {
  if (hung.length === 0) return "No job pod is stuck.\n";
  return `${stuckCount(hung)}:\n${hung.map((pod) => `${lineOf(pod)}\n`).join("")}`;
}

export function deletionText(outcomes: readonly DeletionOutcome[]): string {
  return outcomes.map((outcome) => `${didText(outcome)}: ${lineOf(outcome).trimStart()}\n`).join("");
}

function didText(outcome: DeletionOutcome): string {
  switch (outcome.did) {
    case "deleted":
      return "deleted";
    case "gone":
      return "was already gone";
    case "changed":
      return "not deleted, since it has changed";
    case "failed":
      return `could not be deleted (${outcome.why})`;
  }
}

function lineOf({ pod, ageSeconds, reasons }: StuckPod): string {
  const job = pod.annotations.get(runnerMetadata.url);
  const about = job === undefined ? "" : ` ${job}`;
  return `  ${pod.namespace}/${pod.name} (${durationOf(ageSeconds)})${about}: ${reasons.map(reasonText).join("; ")}`;
}
