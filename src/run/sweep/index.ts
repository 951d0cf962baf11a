/** The sweep, as the command line knows it. */
export { sweep } from "./sweep";
export type { KindReport, SweepItem, SweepOptions, SweepResult, Waiting } from "./sweep";
export { sweepText } from "./text";
export { sweepKinds, type SweepKind, type SweptCluster } from "./leftover-resource";
export type { Failure } from "./failures";
