/** Job sizes that several presets use. */
import type { ConfigInput } from "../schema";

type Job = NonNullable<NonNullable<ConfigInput["runners"]>[number]["job"]>;

/** With the helper and what Fargate takes for itself: half a vCPU and 1 GB of it. */
export const lightJob: Job = { cpu: 0.25, memory: "512Mi", helper: { cpu: 0.25, memory: "256Mi" } };
