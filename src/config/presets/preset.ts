/** A preset: a configuration to start from, with a reason to change each of its keys. */
import type { ConfigInput } from "../schema";

/**
 * When to change a key, by its path (`runners[0].job`). What the key means, its unit and its default come from the
 * schema and are not repeated here.
 */
export type Reasons = Readonly<Record<string, string>>;

/** A configuration to start from, and its comments. */
export interface Preset {
  /** One line, for a list of presets. */
  readonly summary: string;
  /** The comment at the top of the file: what the configuration is for. */
  readonly purpose: string;
  /** Steps before the first run at full size, each with a link or a command. @default none */
  readonly checklist?: readonly string[];
  readonly input: ConfigInput;
  /** Reasons of this preset only. They win over the common ones. */
  readonly reasons: Reasons;
}

type Job = NonNullable<NonNullable<ConfigInput["runners"]>[number]["job"]>;

/** A job that fits into half a vCPU and 1 GB, together with its helper and the 256 MB that Fargate reserves. */
export const lightJob: Job = { cpu: 0.25, memory: "512Mi", helper: { cpu: 0.25, memory: "256Mi" } };
