/** A runner as the imported configuration writes it. */
import type { ConfigInput } from "../../config";

export type RunnerInput = NonNullable<ConfigInput["runners"]>[number];
