/** The parts of a check, in the order of the report: first what needs no network. */
export const areas = [
  "configuration",
  "machine",
  "calendar",
  "state",
  "tokens",
  "credentials",
  "account",
] as const;
export type Area = (typeof areas)[number];
