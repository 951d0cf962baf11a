/** What the command line and a destroy use of the sweep. */
export { sweep } from "./sweep";
export type { SweepResult } from "./sweep-result";
export { sweepText } from "./text";
export type { SweptCluster } from "./leftover-resource";
