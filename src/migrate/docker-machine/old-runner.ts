/** A fleet of docker+machine runners, read from either of its configuration files. */

/** A difference between the old configuration and the new one. It never contains a secret. */
export interface CarriedOver {
  /** The key in the old configuration, such as `runners[0].machine.MachineOptions`. */
  readonly key: string;
  readonly what: string;
  readonly fix: string;
}

export const finding = (key: string, what: string, fix: string): CarriedOver => ({ key, what, fix });

/** The finding for a setting without a counterpart and without specific advice. */
export const notCarriedOver = (key: string) =>
  finding(key, "not carried over", "docs/docker-machine.md says what replaces it");

export interface OldCache {
  readonly bucket?: string;
  readonly region?: string;
  readonly prefix?: string;
  readonly shared?: boolean;
  /** Whether the old module created the bucket. */
  readonly created?: boolean;
}

/** A number of idle machines, always or in periods. */
export interface IdlePeriod {
  /**
   * Seven cron fields in docker+machine (second, minute, hour, day, month, weekday, year), the five from minute to weekday
   * in docker-autoscaler. Empty: always.
   */
  readonly periods: readonly string[];
  /** Time zone of the periods. @default the clock of the runner's machine */
  readonly timezone?: string;
  /** With a scale factor, the minimum. */
  readonly machines: number;
}

/** Idle settings in the terms of docker+machine. Source: gitlabhq/gitlab-runner@d79f3e7b, docs/configuration/autoscale.md. */
interface IdleSettings {
  /** @default 0 */
  readonly count?: number;
  /** With a factor above 0, `count` is the maximum and `minimum` the minimum. @default 0 */
  readonly scaleFactor?: number;
  /** @default 1 */
  readonly minimum?: number;
}

/** @param rows sections with periods; docker+machine never applies a section without a period */
export function idlePeriods(
  always: IdleSettings,
  rows: readonly (IdleSettings & Omit<IdlePeriod, "machines">)[],
): readonly IdlePeriod[] {
  const base = idleMachines(always);
  return [
    ...(base > 0 ? [{ periods: [], machines: base }] : []),
    ...rows
      .filter(({ periods }) => periods.length > 0)
      .map((row) => ({ periods: row.periods, timezone: row.timezone, machines: idleMachines(row) })),
  ];
}

const idleMachines = ({ count = 0, scaleFactor = 0, minimum = 1 }: IdleSettings) =>
  scaleFactor > 0 ? Math.min(count, minimum) : count;

export interface OldRunner {
  /** Path of the runner in its file, as findings name it. */
  readonly key: string;
  readonly name?: string;
  readonly url?: string;
  readonly executor?: string;
  /** Concurrent jobs of this runner. @default 0, which is no limit */
  readonly limit?: number;
  readonly requestConcurrency?: number;
  readonly tags?: readonly string[];
  readonly runUntagged?: boolean;
  readonly locked?: boolean;
  readonly protected?: boolean;
  readonly maximumTimeoutSeconds?: number;
  readonly image?: string;
  readonly pullPolicy?: string;
  readonly privileged?: boolean;
  readonly volumes: readonly string[];
  /** Entries are `NAME=value`. */
  readonly environment: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly spot?: boolean;
  readonly region?: string;
  readonly rootDiskGiB?: number;
  readonly cache?: OldCache;
  readonly idle: readonly IdlePeriod[];
  readonly ssmTokenParameter?: string;
}

export interface OldFleet {
  /** Concurrent jobs of all runners together. */
  readonly concurrent?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly runners: readonly OldRunner[];
  readonly findings: readonly CarriedOver[];
}

export type OldFleetRead =
  { readonly ok: true; readonly fleet: OldFleet } | { readonly ok: false; readonly message: string };
