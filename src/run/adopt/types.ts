/** How each resource type that our stages make is found after a run that was lost, and what it is imported by. */
import { clusterObjectRows } from "./types/cluster-objects";
import { eksRows } from "./types/eks";
import { iamRows } from "./types/iam";
import { networkRows } from "./types/network";
import type { AdoptRow } from "./types/row";
import { serviceRows } from "./types/services";

export const adoptTable: ReadonlyMap<string, AdoptRow> = new Map(
  Object.entries({ ...networkRows, ...eksRows, ...iamRows, ...serviceRows, ...clusterObjectRows }),
);
