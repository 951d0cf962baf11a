/** A fleet of docker+machine runners, as its configuration describes it, whichever file that stands in. */

/** Something that the new configuration does not say, or says in another way. It never holds a secret. */
export interface CarriedOver {
  /** Where it stands in the old configuration, such as `runners[0].machine.MachineOptions`. */
  readonly key: string;
  readonly what: string;
  readonly fix: string;
}

/** A setting that has no counterpart, and no advice of its own. */
export const notCarriedOver = (key: string): CarriedOver => ({
  key,
  what: "not carried over",
  fix: "docs/docker-machine.md says what replaces it",
});

export interface OldCache {
  readonly bucket?: string;
  readonly region?: string;
  readonly prefix?: string;
  readonly shared?: boolean;
  /** The old module created the bucket itself. */
  readonly created?: boolean;
}

/** Machines that were kept waiting, for the whole week or for some of it. */
export interface IdlePeriod {
  /** Cron fields of docker+machine: seconds, minutes, hours, day, month, weekday, year. Empty: always. */
  readonly periods: readonly string[];
  /** Of the periods. @default the clock of the runner's machine */
  readonly timezone?: string;
  /** With a scale factor, the fewest that waited. */
  readonly machines: number;
}

export interface OldRunner {
  /** Path of the runner in its file, for findings. */
  readonly key: string;
  readonly name?: string;
  readonly url?: string;
  readonly executor?: string;
  /** Jobs at once of this runner; 0 and undefined have no limit of their own. */
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
  /** `NAME=value`. */
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
  /** Jobs at once of all runners together. */
  readonly concurrent?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly runners: readonly OldRunner[];
  readonly findings: readonly CarriedOver[];
}

export type OldFleetRead =
  { readonly ok: true; readonly fleet: OldFleet } | { readonly ok: false; readonly message: string };
