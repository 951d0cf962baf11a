/** The sweep, as the command line knows it. */
export { sweep } from "./sweep";
export type { SweepResult } from "./sweep";
export { sweepText } from "./text";
export { sweepKinds, type SweepKind, type SweptCluster } from "./leftover-resource";
