/** One runner of a configuration that a migration writes. */
import type { ConfigInput } from "../config";

export type RunnerInput = NonNullable<ConfigInput["runners"]>[number];
