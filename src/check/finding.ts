/** The findings of `glrunner check` as data. Their ids are stable: programs look for them. */
import { counted } from "../html/counted";
import type { ProblemCode } from "../config";
import type { Area, IdOf } from "./finding-texts";
import type { Deployed } from "./options";

/** `unknown`: the check has no result, and `what` gives the reason. It is not an error. */
export type Level = "ok" | "warning" | "error" | "unknown";

/** Ids in the table. A warning of the configuration has its own code. */
type Ids<A extends Area> = IdOf<A> | (A extends "configuration" ? ProblemCode : never);

/** One result of a check. */
export interface Finding {
  /** Stable, so that a program can look for it: `machine.terraform`. */
  readonly id: string;
  readonly area: Area;
  readonly level: Level;
  readonly what: string;
  readonly fix?: string;
  /** Page that documents the limit or the fact behind this finding. */
  readonly source?: string;
}

/** The result of `glrunner check`. */
export interface CheckResult {
  /** The day that versions were judged on, YYYY-MM-DD. */
  readonly on: string;
  /** In the order of `areas`. */
  readonly findings: readonly Finding[];
}

type Details = Pick<Finding, "fix" | "source">;

/** Returns the function that makes the findings of one area. Their ids begin with its name. */
export function findingsOf<A extends Area>(area: A) {
  return (level: Level, id: Ids<A>, what: string, details: Details = {}): Finding => ({
    id: `${area}.${id}`,
    area,
    level,
    what,
    ...details,
  });
}

/** Turns an error into `unknown` if the state could not be read: the existing resource may belong to this cluster. */
export function unknownIfUndeployed(found: Finding, deployed: Deployed): Finding {
  if (deployed !== undefined || found.level !== "error") return found;
  const what = `${found.what}. It may belong to this cluster, whose state could not be read`;
  return { ...found, level: "unknown", what };
}

/** `1.5 GiB` or `920 MiB`. */
export function sizeText(mib: number): string {
  return mib < 1024 ? `${Math.round(mib)} MiB` : `${Math.round((mib / 1024) * 10) / 10} GiB`;
}

/** `2 hours 5 minutes`; whole minutes, rounded down. */
export function durationText(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  const hours = Math.floor(whole / 60);
  const rest = counted(whole % 60, "minute");
  return hours === 0 ? rest : `${counted(hours, "hour")} ${rest}`;
}
