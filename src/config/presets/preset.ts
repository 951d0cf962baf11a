/** A configuration to begin with: the values, and for each what would make one change it. */
import type { ConfigInput } from "../schema";

/**
 * Why one would change a key, by its path (`runners[0].job`). What the key is, its unit and its default come from the
 * schema, and are not said here.
 */
export type Reasons = Readonly<Record<string, string>>;

export interface Preset {
  /** On one line, for whoever chooses. */
  readonly summary: string;
  /** What it is for, at the head of the file. */
  readonly purpose: string;
  readonly input: ConfigInput;
  /** Of this preset alone, before those of every preset. */
  readonly reasons: Reasons;
}
